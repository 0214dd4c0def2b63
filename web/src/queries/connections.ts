import { queryOptions } from '@tanstack/vue-query'

import { api } from '@/api/client'
import type { components } from '@/api/schema'

import { allRows, freshness, type OfConference } from './conferenceRows'

export type Connection = components['schemas']['Connection']

/** The active connections of a conference, oldest first. */
export function connectionsQuery({ conferenceId, ongoing }: OfConference) {
  return queryOptions({
    queryKey: ['connections', conferenceId] as const,
    queryFn: ({ signal }): Promise<Connection[]> =>
      allRows((page) =>
        api.GET('/v1/connections', { params: { query: { conferenceId, ...page } }, signal }),
      ),
    ...freshness(ongoing),
  })
}
