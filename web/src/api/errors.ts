const TOO_MANY = 429

/** The server answered, and said no. `message` is written for the person at the screen. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The parameter or the field at fault, where there is one. */
    readonly parameter: string | null = null,
    /** How long the server wants to be left alone; null if it does not say. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }

  /** A mistake in what was asked: asking again gives the same answer. Too often is none. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== TOO_MANY
  }
}

/** No answer came: the server is away, the network is, or it took too long. */
export class NetworkError extends Error {
  override name = 'NetworkError'
}

interface ErrorBody {
  error_code?: unknown
  message?: unknown
  parameter?: unknown
}

/** The error in a refused response; a body that is not the API's own (a proxy's page) still serves. */
export async function errorFrom(response: Response): Promise<ApiError> {
  const body: ErrorBody = await response.json().catch(() => ({}))
  const message =
    typeof body.message === 'string'
      ? body.message
      : `The server answered ${response.status} ${response.statusText}`.trim() + '.'
  const code = typeof body.error_code === 'string' ? body.error_code : 'unknown'
  const parameter = typeof body.parameter === 'string' ? body.parameter : null
  const seconds = Number(response.headers.get('Retry-After') ?? NaN)
  const wait = Number.isFinite(seconds) ? Math.max(1, seconds) * 1000 : null
  return new ApiError(response.status, code, message, parameter, wait)
}
