/* A conference as rows of bars and marks: who was there when, connected to whom, and what went
   wrong. All times are milliseconds since 1970; a bar without an end is still going on. */
import type { Connection, Issue, Participant, PeerSession } from '@/queries/conferenceRows'

import {
  negotiationsOf,
  type Place,
  placeOf,
  type Platform,
  platformOf,
  setupMsOf,
} from '../clientJson'
import { type Segment, segmentsOf } from './phases'

/** What is read of a conference. */
export interface Frame {
  created_at: string
  start_time: string | null
  end_time: string | null
  ongoing: boolean
  duration: number
}

export interface Members {
  conference: Frame
  participants: readonly Participant[]
  sessions: readonly PeerSession[]
  connections: readonly Connection[]
  issues: readonly Issue[]
}

export interface Span {
  start: number
  /** Null: it goes on. */
  end: number | null
}

export interface SessionBar extends Span {
  kind: 'session'
  id: string
  row: PeerSession
  person: string
  platform: Platform
  place: Place
  /** Those of this conference. */
  issues: number
}

export interface ConnectionBar extends Span {
  kind: 'connection'
  id: string
  row: Connection
  person: string
  peer: string
  setupMs: number | null
  segments: Segment[]
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
  /** Of the participant; blank for what belongs to nobody. */
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

/** One mistaken clock must not squeeze all else into a corner: bars are shown as far as this. */
const SLACK_MS = 86_400_000
const NOBODY = ''

export function timelineOf(members: Members): Timeline {
  const frame = frameOf(members.conference)
  const rows = new Map<string, TimelineRow>()
  const names = new Map(members.participants.map((one) => [one.id, personName(one)]))
  const nameOf = (id: string) => names.get(id) ?? `Participant ${id.slice(0, 8)}`
  const rowOf = (id: string): TimelineRow => {
    const row = rows.get(id) ?? {
      id,
      name: id === NOBODY ? 'Nobody in particular' : nameOf(id),
      isSfu: members.participants.some((one) => one.id === id && one.is_sfu),
      sessions: [],
      connections: [],
      marks: [],
    }
    rows.set(id, row)
    return row
  }

  const owners = new Map(members.sessions.map((one) => [one.id, one.participant]))
  for (const row of members.sessions) {
    const person = nameOf(row.participant)
    const [platform, place] = [platformOf(row.platform), placeOf(row.geo_ip)]
    const span = spanOf(row.created_at, row, frame)
    const issues = members.issues.filter((issue) => issue.session === row.id).length
    const what = { kind: 'session' as const, id: row.id, row, person, platform, place, issues }
    rowOf(row.participant).sessions.push({ ...what, ...span })
  }
  for (const row of members.connections) {
    rowOf(row.participant).connections.push({
      kind: 'connection',
      id: row.id,
      row,
      person: nameOf(row.participant),
      peer: nameOf(row.peer),
      setupMs: setupMsOf(row.connection_info),
      ...connectionSpan(row, frame),
    })
  }
  for (const row of members.issues) {
    const id = row.participant ?? owners.get(row.session) ?? NOBODY
    const person = id === NOBODY ? '' : nameOf(id)
    const mark: Mark = { kind: 'issue', id: row.id, row, person, at: Date.parse(row.created_at) }
    rowOf(id).marks.push(mark)
  }
  for (const { id } of members.participants) rowOf(id)

  return { ...extentOf(frame, [...rows.values()]), rows: [...rows.values()].sort(byArrival) }
}

export function personName(one: Participant): string {
  return one.participant_name?.trim() || one.participant_id.trim() || one.id.slice(0, 8)
}

function frameOf(conference: Frame): Span {
  const start = Date.parse(conference.start_time ?? conference.created_at)
  if (conference.ongoing) return { start, end: null }
  const end = conference.end_time
    ? Date.parse(conference.end_time)
    : start + conference.duration * 1000
  return { start, end: Math.max(start, end) }
}

/** From its own times; where the end is missing, as long as it lasted, or as the conference does. */
function spanOf(
  begin: string,
  row: { end_time: string | null; duration: number },
  frame: Span,
): Span {
  const start = Date.parse(begin)
  if (row.end_time) return { start, end: Math.max(start, Date.parse(row.end_time)) }
  if (frame.end === null) return { start, end: null }
  return { start, end: row.duration > 0 ? start + row.duration * 1000 : Math.max(start, frame.end) }
}

function connectionSpan(row: Connection, frame: Span): Span & { segments: Segment[] } {
  const span = spanOf(row.start_time ?? row.created_at, row, frame)
  return { ...span, segments: segmentsOf(negotiationsOf(row.connection_info), row.state, span) }
}

function extentOf(frame: Span, rows: TimelineRow[]): Span {
  const bars = rows.flatMap((row) => [...row.sessions, ...row.connections])
  const starts = bars.map(({ start }) => start)
  const ends = bars.map(({ start, end }) => end ?? start)
  const start = Math.max(Math.min(frame.start, ...starts), frame.start - SLACK_MS)
  if (frame.end === null) return { start, end: null }
  return { start, end: Math.min(Math.max(frame.end, ...ends), frame.end + SLACK_MS) }
}

/** By the first session; those who never had one last. */
function byArrival(one: TimelineRow, other: TimelineRow): number {
  const first = ({ sessions }: TimelineRow) =>
    Math.min(...sessions.map(({ start }) => start), Number.MAX_SAFE_INTEGER)
  return first(one) - first(other) || one.name.localeCompare(other.name)
}
