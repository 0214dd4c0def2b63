import { expect, test } from 'vitest'

import { ageAt, freshnessOf } from './freshness'

const RECEIVED = Date.parse('2020-01-01T00:00:00Z') // a clock that is years behind the server's

function answer(headers: Record<string, string>) {
  return freshnessOf(new Headers(headers), RECEIVED)
}

test('age is counted from the headers and then on this clock, so that clocks need not agree', () => {
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

test('an answer is never younger than nothing', () => {
  const date = 'Sun, 22 Nov 2026 12:00:05 GMT'
  expect(answer({ Date: date, 'X-As-Of': '2026-11-22T12:00:05.9Z' }).ageMs).toBe(0)
})

test('a server that has not filled in its history can name no time', () => {
  const freshness = answer({ Date: 'Sun, 22 Nov 2026 12:00:05 GMT' })

  expect(freshness.ageMs).toBeNull()
  expect(ageAt(freshness, RECEIVED + 4_000)).toBeNull()
})

test('a stored answer of earlier says so', () => {
  expect(answer({ 'X-Cache': 'stale' }).stale).toBe(true)
})
