import { expect, test } from 'vitest'

import { allRows } from './conferenceRows'

/** A list of the server. It gives at most 1,000 rows in one answer. */
const listOf = (total: number, asked: number[]) => (page: { limit: number; offset: number }) => {
  asked.push(page.offset)
  const left = Math.max(0, Math.min(total, page.offset + Math.min(page.limit, 1000)) - page.offset)
  const results = Array.from({ length: left }, (_, index) => page.offset + index)
  return Promise.resolve({ data: { results, count: total } })
}

test.each([
  [0, [0]],
  [1000, [0]],
  [2001, [0, 1000, 2000]],
])('all of %i rows are read, page by page', async (total, offsets) => {
  const asked: number[] = []
  const rows = await allRows(listOf(total, asked))
  expect(rows).toEqual(Array.from({ length: total }, (_, index) => index))
  expect(asked).toEqual(offsets)
})

test('reading ends if rows are deleted between two pages', async () => {
  const rows = await allRows(({ offset }) =>
    Promise.resolve({ data: { results: offset === 0 ? ['a', 'b'] : [], count: 3 } }),
  )
  expect(rows).toEqual(['a', 'b'])
})
