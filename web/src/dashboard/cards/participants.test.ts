import { expect, test } from 'vitest'

import { isWide, withGaps } from './participants'

const row = (participants: number, conferences: number) => ({ participants, conferences })

test('numbers that no conference has get a place between those that some have', () => {
  expect(withGaps([row(0, 4), row(2, 9), row(3, 1)])).toEqual([
    row(0, 4),
    row(1, 0),
    row(2, 9),
    row(3, 1),
  ])
  expect(withGaps([])).toEqual([])
})

test('one webinar does not press all other bars flat', () => {
  const rows = [row(2, 9), row(1500, 1)]
  expect(withGaps(rows)).toEqual(rows)
  expect([isWide(rows), isWide([row(2, 9), row(62, 1)])]).toEqual([true, false])
})
