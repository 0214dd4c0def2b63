import { describe, expect, test } from 'vitest'

import {
  axisLabels,
  conferencesByStatus,
  describe as inWords,
  tooltipOf,
} from './conferencesByStatus'
import type { Palette } from './palette'

const PALETTE: Palette = {
  status: { success: 'green', warning: 'yellow', error: 'red', ongoing: 'blue' },
  series: 'violet',
  map: { land: 'grey', few: 'lavender', many: 'indigo', city: 'black' },
  mark: 'white',
  text: 'grey',
  line: 'silver',
  surface: 'white',
  hover: 'whitesmoke',
  font: 'Inter',
}
const ROWS = [
  { date: '2026-12-31', success: 10, warning: 2, error: 1, ongoing: 0, total: 13 },
  { date: '2027-01-01', success: 0, warning: 0, error: 0, ongoing: 0, total: 0 },
  { date: '2027-01-02', success: 4, warning: 0, error: 0, ongoing: 3, total: 7 },
]

describe('the option', () => {
  const option = conferencesByStatus(ROWS, 'day', 'UTC', PALETTE, true)

  test('stacks one series per status, in one order and one colour each', () => {
    const series = [option.series].flat().map((each) => ({
      id: each?.id,
      stack: each?.stack,
      data: each?.data,
      color: (each?.itemStyle as { color?: string }).color,
    }))
    expect(series).toEqual([
      { id: 'success', stack: 'status', data: [10, null, 4], color: 'green' },
      { id: 'warning', stack: 'status', data: [2, null, null], color: 'yellow' },
      { id: 'error', stack: 'status', data: [1, null, null], color: 'red' },
      { id: 'ongoing', stack: 'status', data: [null, null, 3], color: 'blue' },
    ])
  })

  test('has every bucket on its axis, also empty ones, and only whole numbers', () => {
    expect(option.xAxis).toMatchObject({ data: ['2026-12-31', '2027-01-01', '2027-01-02'] })
    expect(option.yAxis).toMatchObject({ minInterval: 1 })
  })

  test('is animated only on request', () => {
    expect(option.animation).toBe(true)
    expect(conferencesByStatus(ROWS, 'day', 'UTC', PALETTE, false).animation).toBe(false)
  })
})

test('a screen reader says the sums', () => {
  expect(inWords(ROWS)).toBe(
    'Bar chart. 20 conferences: successful 14, with warnings 2, with errors 1, ongoing 3.',
  )
})

describe('labels of the axis', () => {
  test('have a year if there are days of two years', () => {
    expect(ROWS.map((row) => axisLabels(ROWS, 'day', 'UTC')(row.date))).toEqual([
      '31 Dec 2026',
      '1 Jan 2027',
      '2 Jan 2027',
    ])
    expect(axisLabels(ROWS.slice(1), 'day', 'UTC')('2027-01-01')).toBe('1 Jan')
  })

  test('of hours have the day at its first hour', () => {
    const label = axisLabels([], 'hour', 'UTC')
    expect(label('2026-11-22T23:00:00.000Z')).toBe('23:00')
    expect(label('2026-11-23T00:00:00.000Z')).toBe('23 Nov')
  })

  test('of hours are in the zone, and have a year if there are days of two years', () => {
    const [before, after] = ['2026-12-31T22:00:00.000Z', '2026-12-31T23:00:00.000Z']
    const rows = [before, after].map((date) => ({ ...ROWS[1]!, date }))
    const label = axisLabels(rows, 'hour', 'Europe/Berlin')
    expect([before, after].map(label)).toEqual(['23:00', '1 Jan 2027'])
  })

  test('of hours have the day also if its midnight is skipped', () => {
    const label = axisLabels([], 'hour', 'America/Santiago')
    expect(label('2026-09-06T04:00:00.000Z')).toBe('6 Sept')
  })
})

test('the tooltip has each status with its share, and the total', () => {
  const text = tooltipOf(ROWS[0], 'day', 'UTC')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  expect(text).toBe(
    'Thu, 31 Dec 2026 Ongoing 0 0% With errors 1 7.7% With warnings 2 15.4% ' +
      'Successful 10 76.9% Total 13',
  )
})
