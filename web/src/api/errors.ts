const TOO_MANY = 429

/** The server's answer is an error. The page can show `message` to the user. */
export class ApiError extends Error {
  override name = 'ApiError'

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** The parameter or field that is wrong; null if the error is about none. */
    readonly parameter: string | null = null,
    /** The wait that the server asks for, in milliseconds; null if it asks for none. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }

  /** True if a repeated request would get the same answer. False for 429: too many requests. */
  get isFinal(): boolean {
    return this.status >= 400 && this.status < 500 && this.status !== TOO_MANY
  }
}

/** There was no answer: the server or the network is down, or it took too long. */
export class NetworkError extends Error {
  override name = 'NetworkError'
}

interface ErrorBody {
  error_code?: unknown
  message?: unknown
  parameter?: unknown
}

/** The error of a response. Its body may be a proxy's page: then the message is the status. */
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
