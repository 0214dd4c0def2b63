import { queryOptions, useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'

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

/** An app by its id. Undefined until the apps are loaded, and if the user may not see the app. */
export function useApp(appId: () => string): ComputedRef<App | undefined> {
  const { data: apps } = useQuery(appsQuery)
  return computed(() => apps.value?.find(({ id }) => id === appId()))
}
