import { expect, test } from 'vitest'

import { isWide, withGaps } from './participants'

const row = (participants: number, conferences: number) => ({ participants, conferences })

test('numbers without conferences have a row between those with conferences', () => {
  expect(withGaps([row(0, 4), row(2, 9), row(3, 1)])).toEqual([
    row(0, 4),
    row(1, 0),
    row(2, 9),
    row(3, 1),
  ])
  expect(withGaps([])).toEqual([])
})

test('if one number is very large, numbers without conferences have no row', () => {
  const rows = [row(2, 9), row(1500, 1)]
  expect(withGaps(rows)).toEqual(rows)
  expect([isWide(rows), isWide([row(2, 9), row(62, 1)])]).toEqual([true, false])
})
