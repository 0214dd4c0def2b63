import { queryOptions } from '@tanstack/vue-query'

import { api } from '@/api/client'
import type { components } from '@/api/schema'

import { allRows, freshness, type OfConference } from './conferenceRows'

export type Issue = components['schemas']['Issue']

/** The active issues of a conference, oldest first. */
export function issuesQuery({ conferenceId, ongoing }: OfConference) {
  return queryOptions({
    queryKey: ['issues', conferenceId] as const,
    queryFn: ({ signal }): Promise<Issue[]> =>
      allRows((page) =>
        api.GET('/v1/issues', { params: { query: { conferenceId, ...page } }, signal }),
      ),
    ...freshness(ongoing),
  })
}
