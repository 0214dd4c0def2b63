import { expect, test } from 'vitest'

import { percentOf, placeOf } from './scale'

const scale = { start: 100, end: 300 }

test('what is beyond an end of the scale is at it', () => {
  expect([50, 100, 150, 300, 900].map((at) => percentOf(at, scale))).toEqual([0, 0, 25, 100, 100])
  expect(percentOf(5, { start: 5, end: 5 })).toBe(0)
})

test('a bar goes from its start to its end; one that goes on, to the end of the scale', () => {
  expect(placeOf({ start: 150, end: 200 }, scale)).toEqual({ left: '25%', width: '25%' })
  expect(placeOf({ start: 150, end: null }, scale)).toEqual({ left: '25%', width: '75%' })
  expect(placeOf({ start: 0, end: 900 }, scale)).toEqual({ left: '0%', width: '100%' })
})
