import { expect, test } from 'vitest'

import { dayOf, isDay } from './days'

test('the day of a moment depends on the zone', () => {
  const moment = new Date('2026-12-31T23:30:00Z')
  expect(dayOf(moment, 'UTC')).toBe('2026-12-31')
  expect(dayOf(moment, 'Europe/Berlin')).toBe('2027-01-01')
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
