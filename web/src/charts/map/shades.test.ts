import { expect, test } from 'vitest'

import { mix, scaleOf, shadeOf, ticksOf } from './shades'

test('the scale begins with the power of ten below the least number', () => {
  expect(scaleOf([1200, 30, 99])).toEqual({ from: 10, to: 1200 })
  expect(scaleOf([7])).toEqual({ from: 1, to: 7 })
  expect(scaleOf([])).toEqual({ from: 1, to: 1 })
})

test('the ends of the scale have the palest and the strongest shade', () => {
  const scale = { from: 1, to: 1000 }
  expect([1, 10, 100, 1000].map((count) => shadeOf(count, scale))).toEqual(
    [0, 1 / 3, 2 / 3, 1].map((shade) => expect.closeTo(shade, 10)),
  )
  expect(shadeOf(1, { from: 1, to: 1 })).toBe(1)
})

test('colours are mixed channel by channel', () => {
  expect(mix('rgb(0, 100, 255)', 'rgb(100, 200, 255)', 0.5)).toBe('rgb(50, 150, 255)')
})

test('the legend has powers of ten and the largest number, without overlaps', () => {
  const values = (from: number, to: number) => ticksOf({ from, to }).map(({ value }) => value)
  expect(values(1, 1)).toEqual([1])
  expect(values(1, 7)).toEqual([1, 7])
  expect(values(10, 1200)).toEqual([10, 100, 1200])
  expect(values(1, 10_000_001)).toEqual([1, 100, 10_000, 10_000_001])
  expect(values(1, 100_000)).toEqual([1, 10, 100, 1000, 10_000, 100_000])
})
