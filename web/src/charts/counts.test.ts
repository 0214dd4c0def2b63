import { expect, test } from 'vitest'

import { othersTitle } from './counts'

test('others are told by their number', () => {
  expect(othersTitle(1234, ['browser', 'browsers'])).toBe('1,234 other browsers')
  expect(othersTitle(1, ['city', 'cities'])).toBe('1 other city')
})
