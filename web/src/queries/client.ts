import { QueryCache, QueryClient } from '@tanstack/vue-query'

import { ApiError } from '@/api/errors'

import { sessionQuery } from './session'

const MINUTE = 60_000
const RETRIES = 3

/** A refusal is final; silence and a server's own failure are worth another try. */
function shouldRetry(failures: number, error: Error): boolean {
  return failures < RETRIES && !(error instanceof ApiError && error.isFinal)
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
