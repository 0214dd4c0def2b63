import { queryOptions, useMutation, useQueryClient } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import { every } from './refetch'

export type Session = components['schemas']['Session']
export type Credentials = components['schemas']['Credentials']

/** The user who is signed in, or null. An answer 401 of any endpoint also sets it to null. */
export const sessionQuery = queryOptions({
  queryKey: ['session'] as const,
  queryFn: async ({ signal }): Promise<Session | null> => {
    // 204, without a body: nobody is signed in.
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
      // Another user may be signed in now, who must not see the answers of the last one.
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

/** It ends the user's other sessions. This session continues. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (passwords: { current_password: string; new_password: string }) =>
      api.PUT('/v1/session/password', { body: passwords }),
  })
}
