import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import { NetworkError } from '@/api/errors'
import { type Freshness, freshnessOf } from '@/api/freshness'
import type { components, paths } from '@/api/schema'
import type { Conditions } from '@/view/selection'
import type { View } from '@/view/view'

import { every } from './refetch'
import { viewParams } from './viewParams'

export type Conference = components['schemas']['Conference']

/** A page of the conferences of a view. */
export interface ConferencesPage {
  view: View
  conditions: Conditions
  /** Part of an id or a name; blank for all. */
  search: string
  sort: Sort
  /** Counts from 1. */
  page: number
  /** Conferences of a page. */
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
  /** Conferences on all pages, at the moment of the answer. */
  count: number
  freshness: Freshness
}

type Params = NonNullable<paths['/v1/conferences']['get']['parameters']['query']>

/** A list is read line by line: it moves half as often as a chart. */
const FRESH_MS = 10_000

export function conferencesQuery(asked: ConferencesPage) {
  const { view, ...rest } = asked
  return queryOptions({
    queryKey: ['conferences', view.appId, view.range, view.zone, view.filters, rest] as const,
    queryFn: ({ signal }) => fetchPage(asked, signal),
    staleTime: FRESH_MS,
    refetchInterval: every(FRESH_MS),
    // The last page stays while the next one loads, but never one app's under another.
    placeholderData: (previous, query) =>
      query?.queryKey[1] === view.appId ? previous : undefined,
  })
}

async function fetchPage(asked: ConferencesPage, signal: AbortSignal): Promise<ConferencesAnswer> {
  const { view, search, size } = asked
  const query: Record<string, unknown> = {
    ...viewParams(view),
    ...view.filters,
    ...asked.conditions,
    ...(search ? { search } : {}),
    sort: asked.sort,
    limit: size,
    offset: (asked.page - 1) * size,
  }
  // Conditions come from the URL and go into one: the server is who reads and refuses them.
  const answer = await api.GET('/v1/conferences', { params: { query: query as Params }, signal })
  const { results, count } = bodyOf(answer)
  if (!results || count === undefined) throw new NetworkError('The server answered without rows.')
  return { rows: results, count, freshness: freshnessOf(answer.response.headers, Date.now()) }
}
