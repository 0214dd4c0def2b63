import { queryOptions, type QueryClient } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import {
  connectionsQuery,
  FRESH_MS,
  intervalOf,
  issuesQuery,
  participantsQuery,
  sessionsQuery,
} from './conferenceRows'
import { every } from './refetch'

export type ConferenceDetail = components['schemas']['ConferenceWithMembers']

export interface ConferenceAnswer {
  conference: ConferenceDetail
  /** The server's clock minus this machine's clock, in milliseconds. */
  clockAheadMs: number
}

/** One conference. While it is ongoing, it is requested more often. */
export function conferenceQuery(conferenceId: string) {
  return queryOptions({
    queryKey: ['conference', conferenceId] as const,
    queryFn: async ({ signal }): Promise<ConferenceAnswer> => {
      const answer = await api.GET('/v1/conferences/{conference_id}', {
        params: { path: { conference_id: conferenceId } },
        signal,
      })
      return { conference: bodyOf(answer).data, clockAheadMs: clockAhead(answer.response.headers) }
    },
    staleTime: FRESH_MS,
    refetchInterval: (query) => every(intervalOf(query.state.data?.conference.ongoing))(query),
  })
}

/** The header has whole seconds, and answers take time: a few seconds count as no difference. */
function clockAhead(headers: Headers): number {
  const ahead = Date.parse(headers.get('Date') ?? '') - Date.now()
  return Math.abs(ahead) > 5_000 ? ahead : 0
}

/** Loads all that a conference's page shows, before a click on its link. Fresh data is kept. */
export function prefetchConference(queries: QueryClient, conferenceId: string): void {
  const of = { conferenceId, ongoing: false }
  void queries.prefetchQuery(conferenceQuery(conferenceId))
  void queries.prefetchQuery(participantsQuery(of))
  void queries.prefetchQuery(sessionsQuery(of))
  void queries.prefetchQuery(connectionsQuery(of))
  void queries.prefetchQuery(issuesQuery(of))
}
