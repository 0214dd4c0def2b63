import { expect, test } from 'vitest'

import { safeNext } from './safeNext'

test.each([
  ['/apps/1?range=7d&browser=Chrome', '/apps/1?range=7d&browser=Chrome'],
  ['/', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
  [['/apps/1', '/apps/2'], '/'],
])('after a sign-in, next=%o leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})
