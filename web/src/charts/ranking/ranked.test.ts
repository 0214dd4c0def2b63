import { expect, test } from 'vitest'

import { topOf } from './ranked'

test('a ranking that fits is shown whole', () => {
  expect(topOf(['a', 'b', 'c'], 3, false)).toEqual({ first: ['a', 'b', 'c'], others: [] })
  expect(topOf([], 3, false)).toEqual({ first: [], others: [] })
})

test('a longer ranking has one line for the others, which are at least two', () => {
  expect(topOf(['a', 'b', 'c', 'd'], 3, false)).toEqual({ first: ['a', 'b'], others: ['c', 'd'] })
})

test('a ranking that is longer than its entries has the line for the others', () => {
  expect(topOf(['a', 'b', 'c'], 3, true)).toEqual({ first: ['a', 'b'], others: ['c'] })
  expect(topOf(['a'], 3, true)).toEqual({ first: ['a'], others: [] })
})
