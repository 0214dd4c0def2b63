import { expect, test } from 'vitest'

import { otherRows } from './otherRows'

const row = (name: string, count: number) => ({ name, count })

test('a list that leaves values out has one more row', () => {
  const others = { values: 1234, count: 5678 }
  expect(otherRows(others, ['version', 'versions'], row)).toEqual([
    { name: '1,234 other versions', count: 5678 },
  ])
})

test('a whole list has no row for others', () => {
  expect(otherRows({ values: 0, count: 0 }, ['version', 'versions'], row)).toEqual([])
})
