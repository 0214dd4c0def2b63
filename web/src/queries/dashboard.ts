import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import { type Freshness, freshnessOf } from '@/api/freshness'
import type { components } from '@/api/schema'
import { granularityOf } from '@/view/range'
import type { View } from '@/view/view'

import { keepForApp } from './keepForApp'
import { every } from './refetch'
import { viewParams } from './viewParams'

/** Every summary of a view, by its name in the API. */
export type Dashboard = components['schemas']['Dashboard']
export type SummaryName = keyof Dashboard

export interface DashboardAnswer {
  summaries: Dashboard
  /** The view that was requested. While the next view loads, it differs from the page's view. */
  view: View
  freshness: Freshness
}

/** The server refreshes its rollups this often: more requests would show nothing newer. */
const FRESH_MS = 5_000

/** All charts and figures of a view, in one request. */
export function dashboardQuery(view: View) {
  return queryOptions({
    queryKey: ['dashboard', view.appId, view.range, view.zone, view.filters] as const,
    queryFn: ({ signal }) => fetchDashboard(view, signal),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    shallow: true, // thousands of numbers; an answer replaces them, nothing changes them in place
    placeholderData: keepForApp(view.appId),
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
    summaries: bodyOf(answer),
    view,
    freshness: freshnessOf(answer.response.headers, Date.now()),
  }
}
