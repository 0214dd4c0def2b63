import { expect, test } from 'vitest'

import { boundsOf, granularityOf, type NamedRange, type Range, sameRange } from './range'

const named = (name: NamedRange): Range => ({ kind: 'named', name })
const days = (from: string, to = from): Range => ({ kind: 'days', from, to })

test('only 24 hours and single days are shown by the hour', () => {
  expect(granularityOf(named('24h'))).toBe('hour')
  expect(granularityOf(named('7d'))).toBe('day')
  expect(granularityOf(days('2026-11-22'))).toBe('hour')
  expect(granularityOf(days('2026-11-22', '2026-11-23'))).toBe('day')
})

test.each([
  ['UTC', '2026-11-01T00:00:00.000Z', '2026-11-30T23:59:59.999999Z'],
  // Clocks go back on the first and are back for the last.
  ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-12-01T04:59:59.999999Z'],
  ['Asia/Kolkata', '2026-10-31T18:30:00.000Z', '2026-11-30T18:29:59.999999Z'],
])('the bounds of days in %s are their first and last microseconds', (zone, gte, lte) => {
  expect(boundsOf({ from: '2026-11-01', to: '2026-11-30' }, zone)).toEqual({ gte, lte })
})

test('a day whose midnight is skipped begins at the change of the clocks', () => {
  const day = { from: '2026-09-06', to: '2026-09-06' }
  expect(boundsOf(day, 'America/Santiago').gte).toBe('2026-09-06T04:00:00.000Z')
})

test('ranges with equal values are the same', () => {
  expect(sameRange({ kind: 'named', name: '7d' }, { kind: 'named', name: '7d' })).toBe(true)
  expect(sameRange({ kind: 'named', name: '7d' }, { kind: 'named', name: '30d' })).toBe(false)
  const days = { kind: 'days', from: '2026-11-01', to: '2026-11-07' } as const
  expect(sameRange(days, { ...days })).toBe(true)
  expect(sameRange(days, { ...days, to: '2026-11-08' })).toBe(false)
  expect(sameRange(days, { kind: 'named', name: '7d' })).toBe(false)
})
