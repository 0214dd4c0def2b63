/* A conference as rows, one for each participant, with bars for sessions and connections, and marks
   for issues. All times are milliseconds since 1970. A bar without an end is ongoing. */
import type { Connection, Issue, Participant, PeerSession } from '@/queries/conferenceRows'

import {
  negotiationsOf,
  type Place,
  placeOf,
  type Platform,
  platformOf,
  setupMsOf,
} from '../clientJson'
import { type Phase, phasesOf } from './phases'

/** The fields of a conference that a timeline needs. */
interface ConferenceTimes {
  created_at: string
  start_time: string | null
  end_time: string | null
  ongoing: boolean
  duration: number
}

export interface TimelineInput {
  conference: ConferenceTimes
  participants: readonly Participant[]
  sessions: readonly PeerSession[]
  connections: readonly Connection[]
  issues: readonly Issue[]
}

export interface Span {
  start: number
  /** Null: it is ongoing. */
  end: number | null
}

export interface SessionBar extends Span {
  kind: 'session'
  id: string
  row: PeerSession
  person: string
  platform: Platform
  place: Place
  /** The number of its issues in this conference. */
  issues: number
}

export interface ConnectionBar extends Span {
  kind: 'connection'
  id: string
  row: Connection
  person: string
  peer: string
  setupMs: number | null
  phases: Phase[]
}

export interface Mark {
  kind: 'issue'
  id: string
  row: Issue
  person: string
  at: number
}

export type Item = SessionBar | ConnectionBar | Mark

export interface TimelineRow {
  /** The participant's id. Empty for what belongs to no participant. */
  id: string
  name: string
  isSfu: boolean
  sessions: SessionBar[]
  connections: ConnectionBar[]
  marks: Mark[]
}

export interface Timeline extends Span {
  rows: TimelineRow[]
}

/**
 * Bars are shown up to this time outside the conference: one wrong clock must not shrink the rest.
 */
const SLACK_MS = 86_400_000
const NOBODY = '' // the id of the row for issues without a participant

export function timelineOf(input: TimelineInput): Timeline {
  const whole = spanOfConference(input.conference)
  const rows = new Map<string, TimelineRow>()
  const names = new Map(input.participants.map((one) => [one.id, personName(one)]))
  const nameOf = (id: string) => names.get(id) ?? `Participant ${id.slice(0, 8)}`
  const rowOf = (id: string): TimelineRow => {
    const row = rows.get(id) ?? {
      id,
      name: id === NOBODY ? 'Nobody in particular' : nameOf(id),
      isSfu: input.participants.some((one) => one.id === id && one.is_sfu),
      sessions: [],
      connections: [],
      marks: [],
    }
    rows.set(id, row)
    return row
  }

  const owners = new Map(input.sessions.map((one) => [one.id, one.participant]))
  for (const row of input.sessions) {
    const person = nameOf(row.participant)
    const [platform, place] = [platformOf(row.platform), placeOf(row.geo_ip)]
    const span = spanOf(row.created_at, row, whole)
    const issues = input.issues.filter((issue) => issue.session === row.id).length
    const what = { kind: 'session' as const, id: row.id, row, person, platform, place, issues }
    rowOf(row.participant).sessions.push({ ...what, ...span })
  }
  for (const row of input.connections) {
    rowOf(row.participant).connections.push({
      kind: 'connection',
      id: row.id,
      row,
      person: nameOf(row.participant),
      peer: nameOf(row.peer),
      setupMs: setupMsOf(row.connection_info),
      ...connectionSpan(row, whole),
    })
  }
  for (const row of input.issues) {
    const id = row.participant ?? owners.get(row.session) ?? NOBODY
    const person = id === NOBODY ? '' : nameOf(id)
    const mark: Mark = { kind: 'issue', id: row.id, row, person, at: Date.parse(row.created_at) }
    rowOf(id).marks.push(mark)
  }
  for (const { id } of input.participants) rowOf(id)

  return { ...extentOf(whole, [...rows.values()]), rows: [...rows.values()].sort(byArrival) }
}

function personName(one: Participant): string {
  return one.participant_name?.trim() || one.participant_id.trim() || one.id.slice(0, 8)
}

function spanOfConference(conference: ConferenceTimes): Span {
  const start = Date.parse(conference.start_time ?? conference.created_at)
  if (conference.ongoing) return { start, end: null }
  const end = conference.end_time
    ? Date.parse(conference.end_time)
    : start + conference.duration * 1000
  return { start, end: Math.max(start, end) }
}

/**
 * A row without an end time ends after its duration. Without a duration, it ends with the
 * conference.
 */
function spanOf(
  begin: string,
  row: { end_time: string | null; duration: number },
  whole: Span,
): Span {
  const start = Date.parse(begin)
  if (row.end_time) return { start, end: Math.max(start, Date.parse(row.end_time)) }
  if (whole.end === null) return { start, end: null }
  return { start, end: row.duration > 0 ? start + row.duration * 1000 : Math.max(start, whole.end) }
}

function connectionSpan(row: Connection, whole: Span): Span & { phases: Phase[] } {
  const span = spanOf(row.start_time ?? row.created_at, row, whole)
  return { ...span, phases: phasesOf(negotiationsOf(row.connection_info), row.state, span) }
}

function extentOf(whole: Span, rows: TimelineRow[]): Span {
  const bars = rows.flatMap((row) => [...row.sessions, ...row.connections])
  const starts = bars.map(({ start }) => start)
  const ends = bars.map(({ start, end }) => end ?? start)
  const start = Math.max(Math.min(whole.start, ...starts), whole.start - SLACK_MS)
  if (whole.end === null) return { start, end: null }
  return { start, end: Math.min(Math.max(whole.end, ...ends), whole.end + SLACK_MS) }
}

/** By the start of the first session. Participants without a session are last. */
function byArrival(one: TimelineRow, other: TimelineRow): number {
  const first = ({ sessions }: TimelineRow) =>
    Math.min(...sessions.map(({ start }) => start), Number.MAX_SAFE_INTEGER)
  return first(one) - first(other) || one.name.localeCompare(other.name)
}
