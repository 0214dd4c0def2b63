import { describe, expect, test } from 'vitest'

import { boundsOf, bucketsOf, dayOf, fillBuckets, granularityOf, isDay } from './dates'
import type { NamedRange, Range } from './url-state'

const named = (name: NamedRange): Range => ({ kind: 'named', name })
const days = (from: string, to = from): Range => ({ kind: 'days', from, to })

describe('buckets', () => {
  test('seven days are today and the six before, across a year boundary', () => {
    expect(bucketsOf(named('7d'), 'UTC', new Date('2027-01-03T00:00:00Z'))).toEqual([
      '2026-12-28',
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ])
  })

  test('today is the zone’s', () => {
    const newYear = new Date('2027-01-01T04:59:59.999Z')

    expect(bucketsOf(named('7d'), 'America/New_York', newYear).at(-1)).toBe('2026-12-31')
    expect(bucketsOf(named('7d'), 'UTC', newYear).at(-1)).toBe('2027-01-01')
    expect(bucketsOf(named('7d'), 'Pacific/Kiritimati', newYear).at(-1)).toBe('2027-01-01')
  })

  test.each([
    ['7d', 7],
    ['30d', 30],
    ['90d', 90],
  ] as const)('%s holds %i days, to the last instant of the last one', (name, count) => {
    const buckets = bucketsOf(named(name), 'UTC', new Date('2026-11-22T23:59:59.999Z'))

    expect(buckets).toHaveLength(count)
    expect(buckets.at(-1)).toBe('2026-11-22')
  })

  test('24 hours begin with the full hour 24 hours ago', () => {
    const buckets = bucketsOf(named('24h'), 'UTC', new Date('2027-01-01T10:59:59Z'))

    expect(buckets).toHaveLength(25)
    expect(buckets[0]).toBe('2026-12-31T10:00:00.000Z')
    expect(buckets.at(-1)).toBe('2027-01-01T10:00:00.000Z')
  })

  test('full hours are the zone’s, which may begin at half past those of UTC', () => {
    const buckets = bucketsOf(named('24h'), 'Asia/Kolkata', new Date('2027-01-01T10:15:00Z'))

    expect(buckets.at(-1)).toBe('2027-01-01T09:30:00.000Z')
  })

  test('days chosen by hand are inclusive, a leap day among them', () => {
    expect(bucketsOf(days('2028-02-28', '2028-03-01'), 'UTC', new Date(0))).toEqual([
      '2028-02-28',
      '2028-02-29',
      '2028-03-01',
    ])
  })

  test.each([
    ['UTC', '2026-10-25', '2026-10-25T00:00:00.000Z', 24],
    ['Europe/Berlin', '2026-10-25', '2026-10-24T22:00:00.000Z', 25],
    ['Europe/Berlin', '2026-03-29', '2026-03-28T23:00:00.000Z', 23],
    ['America/Santiago', '2026-09-06', '2026-09-06T04:00:00.000Z', 23],
  ])('in %s %s begins at %s and has %i hours', (zone, day, first, count) => {
    const buckets = bucketsOf(days(day), zone, new Date(0))

    expect(buckets[0]).toBe(first)
    expect(buckets).toHaveLength(count)
  })
})

describe('filling', () => {
  const row = (date: string, total: number) => ({ date, total })
  const empty = (date: string) => row(date, 0)

  test('buckets without a row are empty, the others keep their own', () => {
    const rows = [row('2026-12-30', 4), row('2027-01-01', 7)]
    const buckets = ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']

    expect(fillBuckets(rows, buckets, 'day', empty)).toEqual([
      row('2026-12-30', 4),
      row('2026-12-31', 0),
      row('2027-01-01', 7),
      row('2027-01-02', 0),
    ])
  })

  test('no row is ever lost, not even one outside the buckets', () => {
    const rows = [row('2026-11-19', 1), row('2026-11-25', 2)]

    expect(fillBuckets(rows, ['2026-11-20'], 'day', empty)).toEqual([
      row('2026-11-19', 1),
      row('2026-11-20', 0),
      row('2026-11-25', 2),
    ])
  })

  test('an hour is known by its instant, whatever its offset', () => {
    const rows = [row('2026-11-20T14:00:00+00:00', 3), row('2026-11-20T20:30:00+05:30', 5)]
    const buckets = ['2026-11-20T14:00:00.000Z', '2026-11-20T15:00:00.000Z']

    expect(fillBuckets(rows, buckets, 'hour', empty)).toEqual([
      row('2026-11-20T14:00:00.000Z', 3),
      row('2026-11-20T15:00:00.000Z', 5),
    ])
  })
})

test.each([
  ['UTC', '2026-11-01T00:00:00.000Z', '2026-11-30T23:59:59.999999Z'],
  // Clocks go back on the first and are back for the last.
  ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-12-01T04:59:59.999999Z'],
  ['Asia/Kolkata', '2026-10-31T18:30:00.000Z', '2026-11-30T18:29:59.999999Z'],
])('the bounds of days in %s are their first and last microsecond', (zone, gte, lte) => {
  expect(boundsOf({ from: '2026-11-01', to: '2026-11-30' }, zone)).toEqual({ gte, lte })
})

test('a day begins where clocks land that skip its midnight', () => {
  const day = { from: '2026-09-06', to: '2026-09-06' }
  expect(boundsOf(day, 'America/Santiago').gte).toBe('2026-09-06T04:00:00.000Z')
})

test('a moment is of a day of the zone', () => {
  const moment = new Date('2026-12-31T23:30:00Z')
  expect(dayOf(moment, 'UTC')).toBe('2026-12-31')
  expect(dayOf(moment, 'Europe/Berlin')).toBe('2027-01-01')
})

test('only 24 hours and single days are shown by the hour', () => {
  expect(granularityOf(named('24h'))).toBe('hour')
  expect(granularityOf(named('7d'))).toBe('day')
  expect(granularityOf(days('2026-11-22'))).toBe('hour')
  expect(granularityOf(days('2026-11-22', '2026-11-23'))).toBe('day')
})

test.each([
  ['2026-11-22', true],
  ['2028-02-29', true],
  ['2026-02-29', false],
  ['2026-13-01', false],
  ['2026-1-1', false],
  ['2026-11-22T00:00', false],
  ['', false],
])('%s is a day: %s', (text, expected) => {
  expect(isDay(text)).toBe(expected)
})
