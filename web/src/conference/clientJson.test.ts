import { describe, expect, test } from 'vitest'

import {
  linesOf,
  nameOf,
  negotiationsOf,
  placeOf,
  platformOf,
  setupMsOf,
  timestampOf,
} from './clientJson'

/** JSON of all types that are not expected. */
const GARBAGE = [null, undefined, 156, true, '', 'Mozilla/5.0', [], ['Chrome'], {}, [null], NaN]

const NOWHERE = {
  browser: 'Unknown',
  browserVersion: 'Unknown',
  os: 'Unknown',
  osVersion: 'Unknown',
}

describe('a platform', () => {
  test('has the names, and the first part of the version', () => {
    const json = {
      ua: 'Mozilla/5.0',
      browser: { name: ' Safari ', version: '26.4', major: null },
      os: { name: 'iOS', version: '26.4' },
      device: { vendor: 'Apple', model: 'iPhone', type: 'mobile' },
    }
    expect(platformOf(json)).toEqual({
      browser: 'Safari',
      browserVersion: '26',
      os: 'iOS',
      osVersion: '26.4',
      device: 'Apple iPhone',
    })
  })

  test.each(GARBAGE)('that is %j is unknown', (json) => {
    expect(platformOf(json)).toEqual({ ...NOWHERE, device: '' })
  })

  test.each(GARBAGE)('whose parts are %j is unknown', (part) => {
    expect(platformOf({ browser: part, os: part, device: part })).toEqual({
      ...NOWHERE,
      device: '',
    })
    const names = { name: part, version: part, major: part }
    const known = platformOf({ browser: names, os: names, device: part })
    if (typeof part !== 'string') expect(known).toEqual({ ...NOWHERE, device: '' })
  })
})

test.each([...GARBAGE, { city: '', country_code: '  ' }, { city: 10115, country_code: ['DE'] }])(
  'a place that is %j is unknown',
  (json) => expect(placeOf(json)).toEqual({ city: 'Unknown', country: 'Unknown' }),
)

test('a name is trimmed and cut between characters', () => {
  expect(nameOf(`  ${'😀'.repeat(70)}`)).toBe('😀'.repeat(64))
  expect(nameOf(' \u00a0\t')).toBe('Unknown')
})

describe('a timestamp', () => {
  test.each([
    ['2026-11-20 12:00:00.250500', '2026-11-20T12:00:00.250Z', 0.5],
    ['2026-11-20T12:00', '2026-11-20T12:00:00Z', 0],
    ['2026-11-20T12:00:00Z', '2026-11-20T12:00:00Z', 0],
    ['2026-11-20 17:30:00+05:30', '2026-11-20T12:00:00Z', 0],
    ['2026-11-20 08:30:00.1-0330', '2026-11-20T12:00:00.100Z', 0],
    ['2028-02-29 00:00:00+00', '2028-02-29T00:00:00Z', 0],
    ['2026-11-20 12:00:00.2505009999', '2026-11-20T12:00:00.250Z', 0.5],
  ])('%s is read', (text, iso, beyond) => {
    expect(timestampOf(text)).toBe(Date.parse(iso) + beyond)
  })

  test.each([
    ...GARBAGE,
    'now',
    'infinity',
    '2026-11-20',
    '2026-02-29 12:00:00',
    '2026-13-01 12:00:00',
    '2026-11-00 12:00:00',
    '0000-01-01 12:00:00',
    '2026-11-20 24:00:00',
    '2026-11-20 12:60:00',
    '2026-11-20 12:00:00+24:00',
    ' 2026-11-20 12:00:00',
    '2026-11-20 12:00:00 UTC',
    '1795176000',
  ])('%j is not one', (value) => expect(timestampOf(value)).toBeNull())
})

describe('negotiations', () => {
  const first = {
    type: 'initial',
    status: 'connected',
    start_time: '2026-11-20 12:00:00',
    end_time: '2026-11-20 12:00:00.435',
  }
  const start = Date.parse('2026-11-20T12:00:00Z')

  test('have their states and times', () => {
    const later = { type: 'renegotiation', status: 'stable', start_time: 'now', end_time: null }
    expect(negotiationsOf({ negotiations: [first, 'x', null, later] })).toEqual([
      { kind: 'initial', status: 'connected', start, end: start + 435 },
      { kind: 'renegotiation', status: 'stable', start: null, end: null },
    ])
  })

  test.each(GARBAGE)('that are %j are ignored', (json) => {
    expect(negotiationsOf(json)).toEqual([])
    expect(negotiationsOf({ negotiations: json })).toEqual([])
    expect(setupMsOf(json)).toBeNull()
    expect(setupMsOf({ negotiations: json })).toBeNull()
    expect(setupMsOf({ negotiations: [json] })).toBeNull()
  })

  test('the setup time is the duration of the first one, if it connected and its times are in order', () => {
    const setup = (...list: unknown[]) => setupMsOf({ negotiations: list })
    expect(setup(first)).toBe(435)
    expect(setup({ ...first, end_time: first.start_time })).toBe(0)
    expect(setup({ ...first, status: 'stable' }, first)).toBeNull()
    expect(setup(null, first)).toBeNull()
    expect(setup({ ...first, start_time: first.end_time, end_time: first.start_time })).toBeNull()
    expect(setup({ ...first, end_time: '2026-11-20T17:30:01+05:30' })).toBe(1000)
  })
})

test('any JSON becomes lines of text, and long lines are cut', () => {
  expect(linesOf(null)).toEqual([])
  expect(linesOf({})).toEqual([])
  expect(linesOf(['NotAllowedError'])).toEqual([['data', '["NotAllowedError"]']])
  expect(linesOf({ name: 'NotFoundError', at: null, deep: { a: [1] } })).toEqual([
    ['name', 'NotFoundError'],
    ['at', 'null'],
    ['deep', '{"a":[1]}'],
  ])
  expect(linesOf('x'.repeat(1000))[0]![1]).toHaveLength(301)
})
