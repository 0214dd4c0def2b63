import { queryOptions } from '@tanstack/vue-query'

import { api } from '@/api/client'
import type { components } from '@/api/schema'

import { allRows, freshness, type OfConference } from './conferenceRows'

export type PeerSession = components['schemas']['PeerSession']

/** The active sessions of a conference, oldest first. */
export function sessionsQuery({ conferenceId, ongoing }: OfConference) {
  return queryOptions({
    queryKey: ['sessions', conferenceId] as const,
    queryFn: ({ signal }): Promise<PeerSession[]> =>
      allRows((page) =>
        api.GET('/v1/sessions', { params: { query: { conferenceId, ...page } }, signal }),
      ),
    ...freshness(ongoing),
  })
}
