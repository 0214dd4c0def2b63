import { describe, expect, test } from 'vitest'

import type { Connection, Issue, Participant, PeerSession } from '@/queries/conferenceRows'

import { type TimelineInput, timelineOf } from './timeline'

const at = (clock: string): string => `2026-11-20T${clock}Z`
const ms = (clock: string): number => Date.parse(at(clock))

const conference = {
  created_at: at('12:00:00'),
  start_time: at('12:00:00'),
  end_time: at('12:10:00'),
  ongoing: false,
  duration: 600,
}
const live = { ...conference, end_time: null, ongoing: true, duration: 0 }
const nobody = { participants: [], sessions: [], connections: [], issues: [] }

const participant = (id: string, more: Partial<Participant> = {}): Participant => ({
  id,
  participant_id: `${id}@example.org`,
  participant_name: null,
  is_sfu: false,
  app: 'app',
  created_at: at('12:00:00'),
  ...more,
})
const session = (id: string, person: string, more: Partial<PeerSession> = {}): PeerSession => ({
  id,
  conference: 'conference',
  participant: person,
  devices: null,
  platform: null,
  metadata: null,
  geo_ip: null,
  app_version: null,
  webrtc_sdk: null,
  session_info: null,
  duration: 0,
  end_time: at('12:09:00'),
  call_start: null,
  created_at: at('12:01:00'),
  issues: [],
  ...more,
})
const connection = (id: string, person: string, more: Partial<Connection> = {}): Connection => ({
  id,
  session: 's',
  conference: 'conference',
  participant: person,
  peer: 'ben',
  type: null,
  state: 'connected',
  connection_info: null,
  start_time: at('12:02:00'),
  end_time: at('12:08:00'),
  duration: 0,
  created_at: at('12:02:00'),
  ...more,
})
const issue = (id: string, more: Partial<Issue> = {}): Issue => ({
  id,
  session: 's',
  conference: 'conference',
  participant: null,
  connection: null,
  type: 'warning',
  code: 'turn_used',
  data: null,
  created_at: at('12:03:00'),
  track: null,
  title: 'Relayed',
  explanation: '',
  ...more,
})

const of = (members: Partial<TimelineInput>) => timelineOf({ conference, ...nobody, ...members })

describe('a timeline', () => {
  test('without sessions is as long as the conference', () => {
    const ada = participant('ada')
    expect(of({ participants: [ada] })).toEqual({
      start: ms('12:00:00'),
      end: ms('12:10:00'),
      rows: [
        {
          id: 'ada',
          name: 'ada@example.org',
          isSfu: false,
          sessions: [],
          connections: [],
          marks: [],
        },
      ],
    })
    expect(of({})).toMatchObject({ rows: [] })
  })

  test('of an ongoing conference has no end, and ongoing sessions have none', () => {
    const timeline = of({
      conference: live,
      sessions: [session('here', 'ada', { end_time: null }), session('gone', 'ben')],
      connections: [connection('c', 'ada', { end_time: null })],
    })
    expect(timeline.end).toBeNull()
    expect(timeline.rows.map(({ id, sessions }) => [id, sessions[0]?.end])).toEqual([
      ['ada', null],
      ['ben', ms('12:09:00')],
    ])
    expect(timeline.rows[0]?.connections[0]?.phases).toEqual([
      { state: 'connected', start: ms('12:02:00'), end: null },
    ])
  })

  test('ends a session without an end after its duration, or with the conference', () => {
    const sessions = [
      session('a', 'ada', { end_time: null, duration: 60 }),
      session('b', 'ada', { end_time: null }),
      session('backwards', 'ada', { end_time: at('11:00:00') }),
    ]
    expect(of({ sessions }).rows[0]?.sessions.map(({ end }) => end)).toEqual([
      ms('12:02:00'),
      ms('12:10:00'),
      ms('12:01:00'),
    ])
  })

  test('contains all bars, but at most a day outside the conference: clocks can be wrong', () => {
    const early = session('a', 'ada', { created_at: at('11:59:00') })
    const late = connection('c', 'ada', { end_time: at('12:20:00') })
    expect(of({ sessions: [early], connections: [late] })).toMatchObject({
      start: ms('11:59:00'),
      end: ms('12:20:00'),
    })
    const mistaken = session('a', 'ada', {
      created_at: '1970-01-01T00:00:00Z',
      end_time: '2100-01-01T00:00:00Z',
    })
    expect(of({ sessions: [mistaken] })).toMatchObject({
      start: Date.parse('2026-11-19T12:00:00Z'),
      end: Date.parse('2026-11-21T12:10:00Z'),
    })
  })

  test('has a row for every participant, by arrival, and those without a session last', () => {
    const timeline = of({
      participants: [
        participant('absent'),
        participant('ada', { participant_name: '  ' }),
        participant('sfu', { participant_name: 'Server', is_sfu: true }),
      ],
      sessions: [
        session('2', 'sfu', { created_at: at('12:02:00') }),
        session('1', 'ada'),
        session('3', '0123456789', { created_at: at('12:03:00') }),
      ],
    })
    expect(timeline.rows.map(({ name, isSfu }) => [name, isSfu])).toEqual([
      ['ada@example.org', false],
      ['Server', true],
      ['Participant 01234567', false],
      ['absent@example.org', false],
    ])
  })

  test('gives an issue to its participant, else to that of its session, else to nobody', () => {
    const timeline = of({
      participants: [participant('ada')],
      sessions: [session('s', 'ada')],
      issues: [issue('1', { participant: 'ben' }), issue('2'), issue('3', { session: 'deleted' })],
    })
    expect(timeline.rows.map(({ name, marks }) => [name, marks.map(({ id }) => id)])).toEqual([
      ['ada@example.org', ['2']],
      ['Nobody in particular', ['3']],
      ['Participant ben', ['1']],
    ])
  })
})
