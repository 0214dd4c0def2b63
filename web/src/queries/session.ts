import { queryOptions, useMutation, useQueryClient } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import { every } from './refetch'

export type Session = components['schemas']['Session']
export type Credentials = components['schemas']['Credentials']

/** Who is signed in; null if nobody is. Any answer 401 of any endpoint sets it to null too. */
export const sessionQuery = queryOptions({
  queryKey: ['session'] as const,
  queryFn: async ({ signal }): Promise<Session | null> => {
    // An answer without a body, 204, tells that nobody is signed in.
    return (await api.GET('/v1/session', { signal })).data ?? null
  },
  staleTime: Infinity,
  refetchInterval: every(false),
  gcTime: Infinity,
})

export function useSignIn() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (credentials: Credentials) =>
      bodyOf(await api.POST('/v1/session', { body: credentials })),
    onSuccess: (session) => {
      // What the last person saw is not the next one's to see.
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== 'session' })
      queries.setQueryData(sessionQuery.queryKey, session)
    },
  })
}

export function useSignOut() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => api.DELETE('/v1/session'),
    onSuccess: () => queries.setQueryData(sessionQuery.queryKey, null),
  })
}

/** The other sessions of this person end with it; this one stays. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (passwords: { current_password: string; new_password: string }) =>
      api.PUT('/v1/session/password', { body: passwords }),
  })
}
