import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'

import { conferenceQuery } from '@/queries/conference'
import {
  connectionsQuery,
  issuesQuery,
  participantsQuery,
  sessionsQuery,
} from '@/queries/conferenceRows'
import { useQueryState } from '@/queries/queryState'

import { timelineOf } from './timeline/timeline'

/** A conference and its timeline. The timeline is null until all of its rows are loaded. */
export function useConference(conferenceId: Ref<string>) {
  const query = useQuery(() => conferenceQuery(conferenceId.value))
  const conference = useQueryState(query)
  const of = computed(() => ({
    conferenceId: conferenceId.value,
    ongoing: conference.data?.conference.ongoing ?? false,
  }))
  const participants = useQueryState(useQuery(() => participantsQuery(of.value)))
  const sessions = useQueryState(useQuery(() => sessionsQuery(of.value)))
  const connections = useQueryState(useQuery(() => connectionsQuery(of.value)))
  const issues = useQueryState(useQuery(() => issuesQuery(of.value)))
  const rows = [participants, sessions, connections, issues]

  const timeline = computed(() => {
    const found = conference.data?.conference
    if (!found || !participants.data || !sessions.data || !connections.data || !issues.data) {
      return null
    }
    return timelineOf({
      conference: found,
      participants: participants.data,
      sessions: sessions.data,
      connections: connections.data,
      issues: issues.data,
    })
  })

  return {
    conference,
    /** The error of the last request for the conference, also while there is data. */
    lastError: query.error,
    timeline,
    /** Why there is no timeline. */
    rowsError: computed(() => rows.find(({ error }) => error)?.error ?? null),
    retryRows: () => rows.forEach((state) => state.error && state.retry()),
  }
}
