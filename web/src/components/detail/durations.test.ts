import { expect, test } from 'vitest'

import { formatDuration, formatMs } from './durations'

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
])('%d milliseconds are %s', (ms, words) => expect(formatMs(ms)).toBe(words))
