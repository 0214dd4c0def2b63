import { queryOptions, type QueryClient } from '@tanstack/vue-query'

import { api, bodyOf } from '@/api/client'
import type { components } from '@/api/schema'

import { FRESH_MS, intervalOf } from './conferenceRows'
import { connectionsQuery } from './connections'
import { issuesQuery } from './issues'
import { participantsQuery } from './participants'
import { every } from './refetch'
import { sessionsQuery } from './sessions'

export type ConferenceDetail = components['schemas']['ConferenceWithMembers']

export interface ConferenceAnswer {
  conference: ConferenceDetail
  /** Milliseconds that the server's clock is ahead of this machine's. */
  clockAheadMs: number
}

/** One conference; asked for often while it goes on. */
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

/** The header counts whole seconds, and answers take their time: a few seconds are no difference. */
function clockAhead(headers: Headers): number {
  const ahead = Date.parse(headers.get('Date') ?? '') - Date.now()
  return Math.abs(ahead) > 5_000 ? ahead : 0
}

/** Loads all that a conference's page shows, ahead of the click. What is fresh is left alone. */
export function prefetchConference(queries: QueryClient, conferenceId: string): void {
  const of = { conferenceId, ongoing: false }
  void queries.prefetchQuery(conferenceQuery(conferenceId))
  void queries.prefetchQuery(participantsQuery(of))
  void queries.prefetchQuery(sessionsQuery(of))
  void queries.prefetchQuery(connectionsQuery(of))
  void queries.prefetchQuery(issuesQuery(of))
}
