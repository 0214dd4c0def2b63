import { queryOptions } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import { every } from './refetch'

type Schemas = components['schemas']
export type Participant = Schemas['Participant']
export type PeerSession = Schemas['PeerSession']
export type Connection = Schemas['Connection']
export type Issue = Schemas['Issue']

/** One value for all lists: the page shows them together. */
export const FRESH_MS = 5_000
/** After the end of a conference, PeerMetrics may still write a few rows. */
const ENDED_MS = 60_000
/** The server gives at most 1,000 rows in one answer. */
const PAGE = 1000

export const intervalOf = (ongoing = false): number => (ongoing ? FRESH_MS : ENDED_MS)

interface OfConference {
  conferenceId: string
  ongoing: boolean
}

interface Page<Row> {
  data?: { results?: Row[]; count?: number }
}

/** Fetches a part of a list: `limit` rows after the first `offset`. */
type FetchPage<Row> = (init: {
  params: { query: { conferenceId: string; limit: number; offset: number } }
  signal: AbortSignal
}) => Promise<Page<Row>>

/**
 * Makes the query for a list of rows that belong to a conference: all active ones, oldest first.
 */
function rowsQuery<Row>(name: string, fetchPage: FetchPage<Row>) {
  return ({ conferenceId, ongoing }: OfConference) =>
    queryOptions({
      queryKey: [name, conferenceId] as const,
      queryFn: ({ signal }) =>
        allRows((page) => fetchPage({ params: { query: { conferenceId, ...page } }, signal })),
      staleTime: FRESH_MS,
      refetchInterval: every(intervalOf(ongoing)),
    })
}

export const participantsQuery = rowsQuery<Participant>('participants', (init) =>
  api.GET('/v1/participants', init),
)
export const sessionsQuery = rowsQuery<PeerSession>('sessions', (init) =>
  api.GET('/v1/sessions', init),
)
export const connectionsQuery = rowsQuery<Connection>('connections', (init) =>
  api.GET('/v1/connections', init),
)
export const issuesQuery = rowsQuery<Issue>('issues', (init) => api.GET('/v1/issues', init))

/** The rows of all pages of a list. */
export async function allRows<Row>(
  fetchPage: (page: { limit: number; offset: number }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const { results = [], count = 0 } = bodyOf(
      await fetchPage({ limit: PAGE, offset: rows.length }),
    )
    rows.push(...results)
    // If rows are deleted between two pages, their number never reaches the count.
    if (rows.length >= count || results.length === 0) return rows
  }
}
