import { describe, expect, test } from 'vitest'

import { type Bucket, buckets, describe as inWords, tooltipOf } from './buckets'
import type { Palette } from './palette'

const PALETTE = { series: 'violet', text: 'grey', line: 'silver', hover: 'smoke' } as Palette
const UNIT = ['conference', 'conferences'] as const
const BARS: Bucket[] = [
  { title: '< 1 m', label: '0', count: 3 },
  { title: '1 - 3 m', label: '1', count: 0 },
  { title: '> 3 m', label: '3', count: 12_000_000 },
]

describe('the option', () => {
  const option = buckets(BARS, UNIT, 'edge', PALETTE, true)

  test('has a bar for each bucket, and a gap for each empty one', () => {
    expect([option.series].flat().map((series) => series?.data)).toEqual([[3, null, 12_000_000]])
    expect([option.xAxis].flat()[0]).toMatchObject({ type: 'category', data: ['0', '1', '3'] })
  })

  test('labels the left edges of bars, but not the right edge of the last bar', () => {
    const [categories, edges] = [option.xAxis].flat()
    const label = (edges?.axisLabel as { formatter: (edge: number) => string }).formatter
    expect([0, 1, 2, 3].map(label)).toEqual(['0', '1', '3', ''])
    expect(categories?.axisLabel).toMatchObject({ show: false })
    expect(edges).toMatchObject({ show: true, min: 0, max: 3, interval: 1 })
  })

  test('labels the bars if each is a single number', () => {
    const [categories, edges] = [buckets(BARS, UNIT, 'centre', PALETTE, true).xAxis].flat()
    expect(categories?.axisLabel).toMatchObject({ show: true })
    expect(edges).toMatchObject({ show: false })
  })

  test('shows small counts, has whole numbers on its axis, and is animated only on request', () => {
    expect([option.series].flat()[0]).toMatchObject({ barMinHeight: 2 })
    expect(option.yAxis).toMatchObject({ minInterval: 1 })
    expect(buckets(BARS, UNIT, 'edge', PALETTE, false).animation).toBe(false)
  })
})

test('a screen reader says the sum and the largest bucket', () => {
  expect(inWords(BARS, UNIT)).toBe(
    'Bar chart. 12,000,003 conferences, most of them in > 3 m: 12,000,000.',
  )
  expect(inWords([], UNIT)).toBe('Bar chart. 0 conferences.')
})

test('the tooltip has the bucket, its count and its share', () => {
  const rows = (index: number) => tooltipOf(BARS, index, UNIT).replaceAll(/<[^>]*>/g, '|')
  expect(rows(0)).toContain('|&lt; 1 m|')
  expect(rows(0)).toContain('|Conferences||3||&lt; 0.1%|')
  expect(tooltipOf(BARS, 9, UNIT)).toBe('')
})
