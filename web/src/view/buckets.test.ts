import { describe, expect, test } from 'vitest'

import { bucketsOf, fillBuckets } from './buckets'
import type { NamedRange, Range } from './range'

const named = (name: NamedRange): Range => ({ kind: 'named', name })
const days = (from: string, to = from): Range => ({ kind: 'days', from, to })

describe('buckets', () => {
  test('seven days are today and the six days before, across a year boundary', () => {
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

  test('the last day is today in the zone', () => {
    const newYear = new Date('2027-01-01T04:59:59.999Z')

    expect(bucketsOf(named('7d'), 'America/New_York', newYear).at(-1)).toBe('2026-12-31')
    expect(bucketsOf(named('7d'), 'UTC', newYear).at(-1)).toBe('2027-01-01')
    expect(bucketsOf(named('7d'), 'Pacific/Kiritimati', newYear).at(-1)).toBe('2027-01-01')
  })

  test.each([
    ['7d', 7],
    ['30d', 30],
    ['90d', 90],
  ] as const)('%s has %i days until the last instant of the last day', (name, count) => {
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

  test('hours begin with the hours of the zone, also if its offset is not whole', () => {
    const buckets = bucketsOf(named('24h'), 'Asia/Kolkata', new Date('2027-01-01T10:15:00Z'))

    expect(buckets.at(-1)).toBe('2027-01-01T09:30:00.000Z')
  })

  test('the first and the last chosen day are included, and a leap day between them', () => {
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

  test('a bucket without a row is empty, the others keep their row', () => {
    const rows = [row('2026-12-30', 4), row('2027-01-01', 7)]
    const buckets = ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']

    expect(fillBuckets(rows, buckets, 'day', empty)).toEqual([
      row('2026-12-30', 4),
      row('2026-12-31', 0),
      row('2027-01-01', 7),
      row('2027-01-02', 0),
    ])
  })

  test('rows outside the buckets are kept', () => {
    const rows = [row('2026-11-19', 1), row('2026-11-25', 2)]

    expect(fillBuckets(rows, ['2026-11-20'], 'day', empty)).toEqual([
      row('2026-11-19', 1),
      row('2026-11-20', 0),
      row('2026-11-25', 2),
    ])
  })

  test('an hour matches its bucket with any offset', () => {
    const rows = [row('2026-11-20T14:00:00+00:00', 3), row('2026-11-20T20:30:00+05:30', 5)]
    const buckets = ['2026-11-20T14:00:00.000Z', '2026-11-20T15:00:00.000Z']

    expect(fillBuckets(rows, buckets, 'hour', empty)).toEqual([
      row('2026-11-20T14:00:00.000Z', 3),
      row('2026-11-20T15:00:00.000Z', 5),
    ])
  })
})
