import { expect, test } from 'vitest'

import { formatCountry } from './countries'

test.each([
  ['DE', 'Germany'],
  ['Unknown', 'Unknown'],
  ['ZZZ', 'ZZZ'],
])('the country %s is called %s', (code, expected) => {
  expect(formatCountry(code)).toBe(expected)
})
