import { expect, test } from 'vitest'

import { hasFilters, NO_FILTERS, typedValue } from './filters'

test('one value of one dimension is a filter', () => {
  expect(hasFilters(NO_FILTERS)).toBe(false)
  expect(hasFilters({ ...NO_FILTERS, app_version: ['2.0'] })).toBe(true)
})

test('a typed text is trimmed and cut as names are', () => {
  expect(typedValue('browser', ' Lynx ')).toBe('Lynx')
  expect(typedValue('app_version', '\u{1F600}'.repeat(70))).toBe('\u{1F600}'.repeat(64))
})

test('a country is typed as its code, in either case', () => {
  expect(typedValue('country', 'de')).toBe('DE')
  expect(typedValue('browser', 'de')).toBe('de')
})
