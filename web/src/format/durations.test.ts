import { expect, test } from 'vitest'

import { formatAge, formatDuration, formatMs, formatPreciseMs } from './durations'

test.each([
  [0, '0 s'],
  [-5, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [252, '4 min 12 s'],
  [3720, '1 h 02 min'],
  [86_399, '23 h 59 min'],
  [86_400, '1 d'],
  [100_800, '1 d 4 h'],
])('%d seconds are %s', (seconds, words) => expect(formatDuration(seconds)).toBe(words))

test.each([
  [0, '0 ms'],
  [118.62, '118.6 ms'],
  [999.94, '999.9 ms'],
  [999.96, '1 s'],
  [1240, '1.24 s'],
  [59_994, '59.99 s'],
  [125_000, '2 min 5 s'],
])('%d ms are %s precisely', (ms, words) => expect(formatPreciseMs(ms)).toBe(words))

test.each([
  [435.4, '435 ms'],
  [9_999, '9,999 ms'],
  [12_345, '12.3 s'],
])('%d ms are %s', (ms, expected) => {
  expect(formatMs(ms)).toBe(expected)
})

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h'],
  [86_400_000, '1 d'],
])('an age of %i ms is %s', (ms, expected) => {
  expect(formatAge(ms)).toBe(expected)
})
