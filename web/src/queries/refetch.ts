import { ApiError } from '@/api/errors'

const AFTER_FAILURE_MS = 5_000

interface AnyQuery {
  state: { status: 'pending' | 'error' | 'success'; error: Error | null }
}

/**
 * A `refetchInterval`: `ms` milliseconds, or no repetition if false. After a failure it is at most
 * 5 s, or as long as the server asks for. After a final error there is no repetition. TanStack
 * pauses it while the page is hidden.
 */
export function every(ms: number | false) {
  return ({ state }: AnyQuery): number | false => {
    if (state.error instanceof ApiError && state.error.isFinal) return false
    if (state.status !== 'error') return ms
    const asked = state.error instanceof ApiError ? state.error.retryAfterMs : null
    return asked ?? Math.min(ms || AFTER_FAILURE_MS, AFTER_FAILURE_MS)
  }
}
