import { expect, test } from 'vitest'

import { cutAtDateLine } from './dateLine'

test('a shape that does not cross stays as it is', () => {
  const square = [
    [10, 0],
    [20, 0],
    [20, 10],
    [10, 0],
  ]
  expect(cutAtDateLine([square])).toEqual([[square]])
})

test('a shape that crosses has a part at each edge', () => {
  const across = [
    [170, 0],
    [-170, 0],
    [-170, 10],
    [170, 10],
    [170, 0],
  ]
  expect(cutAtDateLine([across])).toEqual([
    [
      [
        [-180, 0],
        [-170, 0],
        [-170, 10],
        [-180, 10],
      ],
    ],
    [
      [
        [170, 0],
        [180, 0],
        [180, 10],
        [170, 10],
        [170, 0],
      ],
    ],
  ])
})
