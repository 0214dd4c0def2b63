import { expect, test } from 'vitest'

import { formatAge, formatCountry, formatDays, formatHour, formatShare } from './format'

test.each([
  [0, 0, '–'],
  [0, 12, '0%'],
  [1, 3, '33.3%'],
  [1, 100_000, '< 0.1%'],
  [99_999, 100_000, '> 99.9%'],
  [12, 12, '100%'],
])('%i of %i is %s', (part, whole, expected) => {
  expect(formatShare(part, whole)).toBe(expected)
})

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
])('%i ms are %s', (ms, expected) => {
  expect(formatAge(ms)).toBe(expected)
})

test.each([
  ['DE', 'Germany'],
  ['Unknown', 'Unknown'],
  ['ZZZ', 'ZZZ'],
])('the country %s is called %s', (code, expected) => {
  expect(formatCountry(code)).toBe(expected)
})

test.each([
  ['2026-11-22', '2026-11-22', '22 Nov 2026'],
  ['2026-11-01', '2026-11-15', '1 – 15 Nov 2026'],
  ['2025-12-31', '2026-01-01', '31 Dec 2025 – 1 Jan 2026'],
])('the days from %s to %s are %s', (from, to, expected) => {
  expect(formatDays(from, to).replaceAll(/\s*–\s*/g, ' – ')).toBe(expected)
})

test('an hour is told with its end, in UTC', () => {
  expect(formatHour('2026-12-31T23:00:00.000Z')).toBe('Thu, 31 Dec 2026, 23:00 – 00:00')
})
