import { ApiError } from '@/api/errors'

const AGAIN_MS = 5_000

interface AnyQuery {
  state: { status: 'pending' | 'error' | 'success'; error: Error | null }
}

/**
 * A `refetchInterval` in milliseconds, for as long as the page is looked at; `false` for what does
 * not change by itself. After a failure it is short, until the server is back; after a "no" there is
 * none.
 */
export function every(ms: number | false) {
  return ({ state }: AnyQuery): number | false => {
    if (state.error instanceof ApiError && state.error.isFinal) return false
    if (state.status !== 'error') return ms
    const asked = state.error instanceof ApiError ? state.error.retryAfterMs : null
    return asked ?? Math.min(ms || AGAIN_MS, AGAIN_MS)
  }
}
