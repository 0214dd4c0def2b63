import { useQuery } from '@tanstack/vue-query'
import { computed, type Ref } from 'vue'

import { conferenceQuery } from '@/queries/conference'
import { connectionsQuery } from '@/queries/connections'
import { issuesQuery } from '@/queries/issues'
import { participantsQuery } from '@/queries/participants'
import { useFailure } from '@/queries/queryState'
import { sessionsQuery } from '@/queries/sessions'

import { type Members, timelineOf } from './timeline/timeline'

/** A conference with all that belongs to it, as it is known so far. */
export function useConferenceMembers(conferenceId: Ref<string>) {
  const conference = useQuery(() => conferenceQuery(conferenceId.value))
  const of = computed(() => ({
    conferenceId: conferenceId.value,
    ongoing: conference.data.value?.conference.ongoing ?? false,
  }))
  const participants = useQuery(() => participantsQuery(of.value))
  const sessions = useQuery(() => sessionsQuery(of.value))
  const connections = useQuery(() => connectionsQuery(of.value))
  const issues = useQuery(() => issuesQuery(of.value))

  const parts = { participants, sessions, connections, issues }
  const failures = Object.values(parts).map(useFailure)

  const members = computed<Members | null>(() => {
    const found = conference.data.value?.conference
    const [people, joined, linked, noted] = [
      participants.data.value,
      sessions.data.value,
      connections.data.value,
      issues.data.value,
    ]
    if (!found || !people || !joined || !linked || !noted) return null
    return {
      conference: found,
      participants: people,
      sessions: joined,
      connections: linked,
      issues: noted,
    }
  })
  const timeline = computed(() => members.value && timelineOf(members.value))

  return {
    conference,
    members,
    timeline,
    /** Why the members are not there; the conference has a failure of its own. */
    failure: computed(() => failures.find(({ failure }) => failure.value)?.failure.value ?? null),
    retry: () => failures.forEach(({ failure, retry }) => failure.value && retry()),
  }
}
