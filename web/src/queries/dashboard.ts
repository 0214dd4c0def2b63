import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import { type Freshness, freshnessOf } from '@/api/freshness'
import type { components } from '@/api/schema'
import { granularityOf } from '@/view/range'
import type { View } from '@/view/view'

import { every } from './refetch'
import { viewParams } from './viewParams'

/** Every statistic of a view, by its name in the API. */
export type Dashboard = components['schemas']['Dashboard']
export type DashboardPart = keyof Dashboard

export interface DashboardAnswer {
  parts: Dashboard
  /** What was asked: it goes with the numbers while another view loads. */
  view: View
  freshness: Freshness
}

/** The server refreshes its rollups this often; asking oftener shows nothing newer. */
const FRESH_MS = 5_000

/** All charts and figures of a view, in one request. */
export function dashboardQuery(view: View) {
  return queryOptions({
    queryKey: ['dashboard', view.appId, view.range, view.zone, view.filters] as const,
    queryFn: ({ signal }) => fetchDashboard(view, signal),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    shallow: true, // thousands of numbers, of which none changes by itself
    // The last view stays while the next one loads, but never one app's numbers under another.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === view.appId ? previous : undefined,
  })
}

async function fetchDashboard(view: View, signal: AbortSignal): Promise<DashboardAnswer> {
  const query = {
    ...viewParams(view),
    ...view.filters,
    group_by: granularityOf(view.range),
  }
  const answer = await api.GET('/v1/dashboard', { params: { query }, signal })
  return {
    parts: bodyOf(answer),
    view,
    freshness: freshnessOf(answer.response.headers, Date.now()),
  }
}
