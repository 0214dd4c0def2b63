import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import { every } from './refetch'

export type App = components['schemas']['App']

const FRESH_MS = 5 * 60_000

/** The apps that the user may see. */
export const appsQuery = queryOptions({
  queryKey: ['apps'] as const,
  queryFn: async ({ signal }): Promise<App[]> =>
    bodyOf(await api.GET('/v1/apps', { signal })).data ?? [],
  staleTime: FRESH_MS,
  refetchInterval: every(FRESH_MS),
})
