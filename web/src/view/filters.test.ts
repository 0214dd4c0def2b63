import { expect, test } from 'vitest'

import { hasFilters, NO_FILTERS } from './filters'

test('one value of one dimension is a filter', () => {
  expect(hasFilters(NO_FILTERS)).toBe(false)
  expect(hasFilters({ ...NO_FILTERS, app_version: ['2.0'] })).toBe(true)
})
