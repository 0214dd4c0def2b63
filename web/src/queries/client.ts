import { QueryCache, QueryClient } from '@tanstack/vue-query'

import { ApiError } from '@/api/errors'

import { sessionQuery } from './session'

const MINUTE = 60_000
const RETRIES = 3
/** A wait of this length is not worth a message. */
const SHORT_WAIT_MS = 2_000

/**
 * A final error is not retried: the answer would be the same. If the server asks for a longer wait,
 * the page shows the error, and the query's interval repeats the request.
 */
function shouldRetry(failures: number, error: Error): boolean {
  if (failures >= RETRIES) return false
  if (!(error instanceof ApiError)) return true
  return !error.isFinal && (error.retryAfterMs ?? 0) <= SHORT_WAIT_MS
}

/** Doubles with each failure, or is what the server asks for. In milliseconds. */
function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : null
  return asked ?? Math.min(500 * 2 ** failures, 10_000)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // The session has ended. App.vue shows the login, and after it the same URL.
      if (error instanceof ApiError && error.status === 401) {
        queryClient.setQueryData(sessionQuery.queryKey, null)
      }
    },
  }),
  defaultOptions: {
    queries: {
      gcTime: 30 * MINUTE,
      retry: shouldRetry,
      retryDelay,
      // Requests are sent even if the browser is offline: the server may be on this machine.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
