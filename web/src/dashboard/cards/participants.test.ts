import { expect, test } from 'vitest'

import { NO_OTHERS } from '@/charts/counts'

import { hasGaps, withGaps } from './participants'

const row = (participants: number, conferences: number) => ({ participants, conferences })

test('numbers without conferences have a row between those with conferences', () => {
  expect(withGaps([row(0, 4), row(2, 9), row(3, 1)], NO_OTHERS)).toEqual([
    row(0, 4),
    row(1, 0),
    row(2, 9),
    row(3, 1),
  ])
  expect(withGaps([], NO_OTHERS)).toEqual([])
})

test('if one number is very large, numbers without conferences have no row', () => {
  const rows = [row(2, 9), row(1500, 1)]
  expect(withGaps(rows, NO_OTHERS)).toEqual(rows)
  expect([hasGaps(rows, NO_OTHERS), hasGaps([row(2, 9), row(62, 1)], NO_OTHERS)]).toEqual([
    true,
    false,
  ])
})

test('a number that the answer leaves out has no row that says 0', () => {
  const rows = [row(2, 9), row(4, 3)]
  expect(withGaps(rows, { values: 1, count: 2 })).toEqual(rows)
})
