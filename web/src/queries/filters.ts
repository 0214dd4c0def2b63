import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'
import type { View } from '@/view/view'

import { keepForApp } from './keepForApp'
import { every } from './refetch'
import { viewParams } from './viewParams'

/** A value, and the number of conferences in the range that have an active session with it. */
export type FilterOption = components['schemas']['Option']
export type FilterOptions = components['schemas']['FilterOptions']

const FRESH_MS = 60_000

/** The values of each dimension, by number of conferences, descending. */
export function filtersQuery({ appId, range, zone }: Omit<View, 'filters'>) {
  return queryOptions({
    queryKey: ['filters', appId, range, zone] as const,
    queryFn: async ({ signal }): Promise<FilterOptions> =>
      bodyOf(
        await api.GET('/v1/filters', {
          params: { query: viewParams({ appId, range, zone }) },
          signal,
        }),
      ),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    placeholderData: keepForApp(appId),
  })
}
