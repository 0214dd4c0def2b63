import { QueryCache, QueryClient } from '@tanstack/vue-query'

import { ApiError } from '@/api/errors'

import { sessionQuery } from './session'

const MINUTE = 60_000
const RETRIES = 3
/** For so long nobody needs to be told that the server asks for patience. */
const SOON_MS = 2_000

/**
 * A refusal is final; silence and a server's own failure are worth another try. A server that wants
 * to be left alone for longer is asked again at the query's interval, with the failure on the screen.
 */
function shouldRetry(failures: number, error: Error): boolean {
  const later = error instanceof ApiError && (error.isFinal || (error.retryAfterMs ?? 0) > SOON_MS)
  return failures < RETRIES && !later
}

/** Twice as long each time, or as long as the server asks for. */
function retryDelay(failures: number, error: Error): number {
  const asked = error instanceof ApiError ? error.retryAfterMs : null
  return asked ?? Math.min(500 * 2 ** failures, 10_000)
}

export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // The session has ended: App.vue shows the login and comes back to the same URL.
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
      // A server on this machine can be reached without a network.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
