import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'
import type { View } from '@/view/view'

import { viewParams } from './viewParams'

export type IssueCode = components['schemas']['IssueCode']

/** The titles of codes do not change. */
const FRESH_MS = 60 * 60_000

/** The issues of a range by code, without filters: it is requested for the titles of the codes. */
export function issuesSummaryQuery(view: Omit<View, 'filters'>) {
  return queryOptions({
    queryKey: ['issues-summary', view.appId, view.range, view.zone] as const,
    queryFn: async ({ signal }): Promise<IssueCode[]> =>
      bodyOf(await api.GET('/v1/issues/summary', { params: { query: viewParams(view) }, signal }))
        .data,
    staleTime: FRESH_MS,
  })
}
