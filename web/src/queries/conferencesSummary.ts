import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import { type Freshness, freshnessOf } from '@/api/freshness'
import type { components } from '@/api/schema'
import { granularityOf } from '@/dates'
import type { Range } from '@/url-state'

import { every } from './refetch'
import { rangeParams, type View } from './view'

export type StatusRow = components['schemas']['StatusCounts']

export interface ConferencesSummary {
  /** Days (or hours) that have conferences, ascending. */
  rows: StatusRow[]
  /** The range that was asked for: it goes with the rows while another one loads. */
  range: Range
  freshness: Freshness
}

/** The server refreshes its rollups this often; asking oftener shows nothing newer. */
const FRESH_MS = 5_000

/** Conferences by status, per day, or per hour for the last 24 hours. */
export function conferencesSummaryQuery(view: View) {
  return queryOptions({
    queryKey: ['conferences-summary', view.appId, view.range, view.filters] as const,
    queryFn: ({ signal }) => fetchSummary(view, signal),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    // The last view stays while the next one loads, but never one app's numbers under another.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === view.appId ? previous : undefined,
  })
}

async function fetchSummary(view: View, signal: AbortSignal): Promise<ConferencesSummary> {
  const answer = await api.GET('/v1/conferences/summary', {
    params: {
      query: {
        appId: view.appId,
        ...rangeParams(view.range),
        ...view.filters,
        timezone: 'UTC',
        group_by: granularityOf(view.range),
      },
    },
    signal,
  })
  return {
    rows: bodyOf(answer).data,
    range: view.range,
    freshness: freshnessOf(answer.response.headers, Date.now()),
  }
}
