import { expect, test } from 'vitest'

import { formatShare } from './numbers'

test.each([
  [0, 0, '–'],
  [0, 12, '0%'],
  [1, 3, '33.3%'],
  [1, 100_000, '< 0.1%'],
  [99_999, 100_000, '> 99.9%'],
  [12, 12, '100%'],
])('%i of %i is %s', (part, whole, expected) => {
  expect(formatShare(part, whole)).toBe(expected)
})
