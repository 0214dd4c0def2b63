import { expect, test } from 'vitest'

import { allZones, canonicalZone } from './zones'

test.each([
  ['Europe/Berlin', 'Europe/Berlin'],
  ['america/new_york', 'America/New_York'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Europe/Kyiv', 'Europe/Kyiv'],
  ['Etc/UTC', 'UTC'],
  ['Zulu', 'UTC'],
  ['+02:00', null],
  ['Mars/Olympus_Mons', null],
  ['', null],
])('the zone %j has the name %j', (name, expected) => {
  expect(canonicalZone(name)).toBe(expected)
})

test('every zone is listed once, by its one name', () => {
  const zones = allZones()
  expect(zones).toContain('Asia/Kolkata')
  expect(zones).not.toContain('Asia/Calcutta')
  expect(zones.filter((zone) => canonicalZone(zone) !== zone)).toEqual([])
  expect(new Set(zones).size).toBe(zones.length)
})
