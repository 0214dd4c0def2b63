import { expect, test } from 'vitest'

import { topOf } from './ranked'

test('a ranking that fits is shown whole', () => {
  expect(topOf(['a', 'b', 'c'], 3)).toEqual({ first: ['a', 'b', 'c'], others: [] })
  expect(topOf([], 3)).toEqual({ first: [], others: [] })
})

test('a longer ranking has one line for the others, which are at least two', () => {
  expect(topOf(['a', 'b', 'c', 'd'], 3)).toEqual({ first: ['a', 'b'], others: ['c', 'd'] })
})
