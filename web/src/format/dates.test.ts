import { expect, test } from 'vitest'

import { formatDays, formatHour, formatInstant } from './dates'

test.each([
  ['2026-11-22', '2026-11-22', '22 Nov 2026'],
  ['2026-11-01', '2026-11-15', '1 – 15 Nov 2026'],
  ['2025-12-31', '2026-01-01', '31 Dec 2025 – 1 Jan 2026'],
])('the days from %s to %s are %s', (from, to, expected) => {
  expect(formatDays(from, to).replaceAll(/\s*–\s*/g, ' – ')).toBe(expected)
})

test.each([
  ['2026-12-31T23:00:00.000Z', 'UTC', 'Thu, 31 Dec 2026, 23:00 – 00:00'],
  ['2026-12-31T23:00:00.000Z', 'Europe/Berlin', 'Fri, 1 Jan 2027, 00:00 – 01:00'],
  ['2026-12-31T18:30:00.000Z', 'Asia/Kolkata', 'Fri, 1 Jan 2027, 00:00 – 01:00'],
  // The hour that is skipped, and the one that comes twice.
  ['2026-03-29T00:00:00.000Z', 'Europe/Berlin', 'Sun, 29 Mar 2026, 01:00 – 03:00'],
  ['2026-10-25T00:00:00.000Z', 'Europe/Berlin', 'Sun, 25 Oct 2026, 02:00 GMT+2 – 02:00 GMT+1'],
  ['2026-10-25T01:00:00.000Z', 'Europe/Berlin', 'Sun, 25 Oct 2026, 02:00 GMT+1 – 03:00 GMT+1'],
])('the hour from %s in %s is written as %s', (hour, zone, expected) => {
  expect(formatHour(hour, zone)).toBe(expected)
})

test('a moment is written with its zone', () => {
  const time = new Date('2026-12-31T23:30:05Z')
  expect(formatInstant(time, 'UTC')).toBe('31 Dec 2026, 23:30:05 UTC')
  expect(formatInstant(time, 'America/New_York')).toBe('31 Dec 2026, 18:30:05 America/New York')
})
