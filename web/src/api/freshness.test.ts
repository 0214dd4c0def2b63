import { expect, test } from 'vitest'

import { ageAt, freshnessOf } from './freshness'

const RECEIVED = Date.parse('2020-01-01T00:00:00Z') // a clock that is years behind the server's

function answer(headers: Record<string, string>) {
  return freshnessOf(new Headers(headers), RECEIVED)
}

test('the age comes from the headers and then from this clock, so that clocks may differ', () => {
  const freshness = answer({
    Date: 'Sun, 22 Nov 2026 12:00:05 GMT',
    'X-As-Of': '2026-11-22T12:00:01.500000+00:00',
    'X-Cache': 'hit',
  })

  expect(freshness).toEqual({
    ageMs: 3_500,
    receivedAt: RECEIVED,
    serverNow: new Date('2026-11-22T12:00:05Z'),
    stale: false,
  })
  expect(ageAt(freshness, RECEIVED + 4_000)).toBe(7_500)
})

test('an age is never negative', () => {
  const date = 'Sun, 22 Nov 2026 12:00:05 GMT'
  expect(answer({ Date: date, 'X-As-Of': '2026-11-22T12:00:05.9Z' }).ageMs).toBe(0)
})

test('during a backfill there is no age', () => {
  const freshness = answer({ Date: 'Sun, 22 Nov 2026 12:00:05 GMT' })

  expect(freshness.ageMs).toBeNull()
  expect(ageAt(freshness, RECEIVED + 4_000)).toBeNull()
})

test('an old answer from the cache is marked as stale', () => {
  expect(answer({ 'X-Cache': 'stale' }).stale).toBe(true)
})
