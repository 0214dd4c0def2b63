import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import { NetworkError } from '@/api/errors'
import { type Freshness, freshnessOf } from '@/api/freshness'
import type { components, paths } from '@/api/schema'
import type { Conditions } from '@/view/selection'
import type { View } from '@/view/view'

import { keepForApp } from './keepForApp'
import { every } from './refetch'
import { viewParams } from './viewParams'

export type Conference = components['schemas']['Conference']

/** Which page of which conferences. */
export interface ConferencesRequest {
  view: View
  conditions: Conditions
  /** Part of an id or a name. Empty: all conferences. */
  search: string
  sort: Sort
  /** Counts from 1. */
  page: number
  /** Conferences on a page. */
  size: number
}

export const SORTS = [
  '-created_at',
  'created_at',
  '-duration',
  'duration',
  '-participants',
  'participants',
] as const
export type Sort = (typeof SORTS)[number]

export interface ConferencesAnswer {
  rows: Conference[]
  /** Conferences on all pages. */
  count: number
  freshness: Freshness
}

type Params = NonNullable<paths['/v1/conferences']['get']['parameters']['query']>

/** Twice a chart's interval: rows that move are hard to read. */
const FRESH_MS = 10_000

export function conferencesQuery(request: ConferencesRequest) {
  const { view, ...rest } = request
  return queryOptions({
    queryKey: ['conferences', view.appId, view.range, view.zone, view.filters, rest] as const,
    queryFn: ({ signal }) => fetchPage(request, signal),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    placeholderData: keepForApp(view.appId),
  })
}

async function fetchPage(
  request: ConferencesRequest,
  signal: AbortSignal,
): Promise<ConferencesAnswer> {
  const { view, search, size } = request
  const query: Record<string, unknown> = {
    ...viewParams(view),
    ...view.filters,
    ...request.conditions,
    ...(search ? { search } : {}),
    sort: request.sort,
    limit: size,
    offset: (request.page - 1) * size,
  }
  // Conditions are text from the URL. The server checks them, so they have no types here.
  const answer = await api.GET('/v1/conferences', { params: { query: query as Params }, signal })
  const { results, count } = bodyOf(answer)
  if (!results || count === undefined) throw new NetworkError('The server answered without rows.')
  return { rows: results, count, freshness: freshnessOf(answer.response.headers, Date.now()) }
}
