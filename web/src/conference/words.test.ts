import { describe, expect, test } from 'vitest'

import { placeOf, platformOf } from './clientJson'
import { connectionType, placeWords, platformWords, spanWords } from './words'

describe('a platform in words', () => {
  const [browser, os] = [
    { name: 'Chrome', major: '156' },
    { name: 'Windows', version: '10' },
  ]
  test.each([
    [{ browser, os }, 'Chrome 156 on Windows 10'],
    [{ browser }, 'Chrome 156'],
    [{ os }, 'Unknown browser on Windows 10'],
    [{ browser: { name: 'Chrome' }, os: { name: 'Linux' } }, 'Chrome on Linux'],
    [{ browser: { major: '156' }, os: [] }, 'Unknown platform'],
    [null, 'Unknown platform'],
  ])('%j is %s', (json, words) => expect(platformWords(platformOf(json))).toBe(words))
})

test.each([
  [{ city: 'Berlin', country_code: 'DE' }, 'Berlin, Germany'],
  [{ country_code: 'DE' }, 'Germany'],
  [{ city: 'Berlin' }, 'Berlin'],
  [[], 'Unknown place'],
])('the place %j is %s', (json, words) => expect(placeWords(placeOf(json))).toBe(words))

test.each([
  [null, 'Not known'],
  ['relay', 'Relayed'],
  ['host', 'Direct (host)'],
  ['weird', 'Direct (weird)'],
])('a connection of type %s is %s', (type, words) => expect(connectionType(type)).toBe(words))

test('a span has the clock of the zone', () => {
  const start = Date.parse('2026-11-20T12:00:00Z')
  expect(spanWords({ start, end: start + 252_000 }, 'Asia/Kathmandu')).toBe(
    '17:45:00 – 17:49:12 (4 min 12 s)',
  )
  expect(spanWords({ start, end: null }, 'UTC')).toBe('since 12:00:00, ongoing')
})
