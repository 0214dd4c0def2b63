import { describe, expect, test } from 'vitest'

import { boundsOf, bucketsOf, fillBuckets, granularityOf, isDay } from './dates'
import type { NamedRange, Range } from './url-state'

const named = (name: NamedRange): Range => ({ kind: 'named', name })

describe('buckets', () => {
  test('seven days are today and the six before, across a year boundary', () => {
    expect(bucketsOf(named('7d'), new Date('2027-01-03T00:00:00Z'))).toEqual([
      '2026-12-28',
      '2026-12-29',
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
      '2027-01-02',
      '2027-01-03',
    ])
  })

  test.each([
    ['7d', 7],
    ['30d', 30],
    ['90d', 90],
  ] as const)('%s holds %i days, to the last instant of the last one', (name, days) => {
    const buckets = bucketsOf(named(name), new Date('2026-11-22T23:59:59.999Z'))

    expect(buckets).toHaveLength(days)
    expect(buckets.at(-1)).toBe('2026-11-22')
  })

  test('24 hours begin with the full hour 24 hours ago', () => {
    const buckets = bucketsOf(named('24h'), new Date('2027-01-01T10:59:59Z'))

    expect(buckets).toHaveLength(25)
    expect(buckets[0]).toBe('2026-12-31T10:00:00.000Z')
    expect(buckets.at(-1)).toBe('2027-01-01T10:00:00.000Z')
  })

  test('days chosen by hand are inclusive, a leap day among them', () => {
    const range: Range = { kind: 'days', from: '2028-02-28', to: '2028-03-01' }
    expect(bucketsOf(range, new Date(0))).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
    const one: Range = { kind: 'days', from: '2026-11-22', to: '2026-11-22' }
    expect(bucketsOf(one, new Date(0))).toEqual(['2026-11-22'])
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

test('the bounds of days are their first and last microsecond', () => {
  expect(boundsOf({ from: '2026-11-01', to: '2026-11-30' })).toEqual({
    gte: '2026-11-01T00:00:00Z',
    lte: '2026-11-30T23:59:59.999999Z',
  })
})

test('only the last 24 hours are shown by the hour', () => {
  expect(granularityOf(named('24h'))).toBe('hour')
  expect(granularityOf(named('7d'))).toBe('day')
  expect(granularityOf({ kind: 'days', from: '2026-11-22', to: '2026-11-22' })).toBe('day')
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
