import { describe, expect, test } from 'vitest'

import { axisOf, clustersOf } from './axis'

const time = (text: string): number => Date.parse(text)
const isoTicks = (start: string, end: string, zone: string, most: number) => {
  const { step, ticks } = axisOf(time(start), time(end), zone, most)
  return { step, ticks: ticks.map(({ at }) => new Date(at).toISOString().slice(11, 19)) }
}

describe('the axis', () => {
  test('has ticks at round times, not more than there is room for', () => {
    expect(isoTicks('2026-11-20T12:00:03Z', '2026-11-20T12:10:00Z', 'UTC', 6)).toEqual({
      step: 120_000,
      ticks: ['12:02:00', '12:04:00', '12:06:00', '12:08:00', '12:10:00'],
    })
  })

  test("is round by the zone's clock", () => {
    // Nepal is 5 h 45 min ahead.
    expect(isoTicks('2026-11-20T12:00:00Z', '2026-11-20T14:30:00Z', 'Asia/Kathmandu', 4)).toEqual({
      step: 3_600_000,
      ticks: ['12:15:00', '13:15:00', '14:15:00'],
    })
  })

  test('marks midnight of the zone, also between years', () => {
    const [start, end] = [time('2026-12-31T22:30:00Z'), time('2027-01-01T00:30:00Z')]
    const { ticks } = axisOf(start, end, 'Europe/Berlin', 5)
    expect(ticks.filter(({ isDay }) => isDay)).toEqual([
      { at: time('2026-12-31T23:00:00Z'), isDay: true },
    ])
  })

  test('has ticks also without a length, and for a year', () => {
    expect(axisOf(1000, 1000, 'UTC', 6).ticks).toEqual([{ at: 1000, isDay: false }])
    const year = axisOf(0, 365 * 86_400_000, 'UTC', 6)
    expect(year.ticks.length).toBeLessThanOrEqual(6)
  })
})

test('marks that would be drawn on top of each other are one cluster', () => {
  const marks = [{ at: 30 }, { at: 0 }, { at: 9 }, { at: 12 }]
  const scale = { start: 0, end: 50 }
  expect(clustersOf(marks, 10, scale)).toEqual([[{ at: 0 }, { at: 9 }], [{ at: 12 }], [{ at: 30 }]])
  expect(clustersOf([], 10, scale)).toEqual([])
})

test('all marks after the end are one cluster at the end', () => {
  const marks = [{ at: 90_000 }, { at: 45 }, { at: 700 }, { at: -5 }]
  expect(clustersOf(marks, 10, { start: 0, end: 50 })).toEqual([
    [{ at: -5 }],
    [{ at: 45 }, { at: 700 }, { at: 90_000 }],
  ])
})
