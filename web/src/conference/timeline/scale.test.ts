import { expect, test } from 'vitest'

import { percentOf, placeOf } from './scale'

const scale = { start: 100, end: 300 }

test('a moment beyond an end of the scale is placed at that end', () => {
  expect([50, 100, 150, 300, 900].map((at) => percentOf(at, scale))).toEqual([0, 0, 25, 100, 100])
  expect(percentOf(5, { start: 5, end: 5 })).toBe(0)
})

test('a bar reaches from its start to its end, and an ongoing bar to the end of the scale', () => {
  expect(placeOf({ start: 150, end: 200 }, scale)).toEqual({ left: '25%', width: '25%' })
  expect(placeOf({ start: 150, end: null }, scale)).toEqual({ left: '25%', width: '75%' })
  expect(placeOf({ start: 0, end: 900 }, scale)).toEqual({ left: '0%', width: '100%' })
})
