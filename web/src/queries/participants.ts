import { queryOptions } from '@tanstack/vue-query'

import { api } from '@/api/client'
import type { components } from '@/api/schema'

import { allRows, freshness, type OfConference } from './conferenceRows'

export type Participant = components['schemas']['Participant']

/** The active members of a conference, oldest first. */
export function participantsQuery({ conferenceId, ongoing }: OfConference) {
  return queryOptions({
    queryKey: ['participants', conferenceId] as const,
    queryFn: ({ signal }): Promise<Participant[]> =>
      allRows((page) =>
        api.GET('/v1/participants', { params: { query: { conferenceId, ...page } }, signal }),
      ),
    ...freshness(ongoing),
  })
}
