import { expect, test } from 'vitest'

import type { Conditions } from '@/view/selection'

import { conditionTitles } from './conditionTitles'

const words = (conditions: Conditions, zone = 'UTC') =>
  conditionTitles(conditions, zone).map(({ title, value }) => `${title}: ${value}`)

test('every condition has a title and a value', () => {
  expect(
    words({
      day: '2026-11-20',
      status: 'error',
      participants: '3',
      issue_code: 'ice_failed',
      gum_name: 'NotAllowedError',
      connection_type: 'relayed',
      browser_version: '156',
      os_version: '10',
      city: 'Köln',
    }),
  ).toEqual([
    'Day: Fri, 20 Nov 2026',
    'Status: With errors',
    'Participants: 3',
    'Issue: ice_failed',
    'Media error: NotAllowedError',
    'Connection: relayed',
    'Browser version: 156',
    'System version: 10',
    'City: Köln',
  ])
})

test('an hour has the clock of the zone, across midnight and a year', () => {
  expect(words({ day: '2026-12-31T23:00:00+00:00' }, 'Europe/Berlin')).toEqual([
    'Hour: Fri, 1 Jan 2027, 00:00 – 01:00',
  ])
})

test('the two bounds of a value are one chip', () => {
  const range = conditionTitles({ duration_gte: '300', duration_lt: '600' }, 'UTC')
  expect(range).toEqual([
    {
      names: ['duration_gte', 'duration_lt'],
      title: 'Duration',
      value: '5 min to less than 10 min',
    },
  ])
  expect(words({ duration_gte: '0', duration_lt: '60' })).toEqual(['Duration: less than 1 min'])
  expect(words({ duration_gte: '3600' })).toEqual(['Duration: 1 h 00 min or more'])
  expect(words({ setup_time_gte: '1000', setup_time_lt: '1500' })).toEqual([
    'Setup time: 1 s to less than 1.5 s',
  ])
})

test('a value that is not valid is shown as it is', () => {
  expect(words({ day: 'nonsense', status: 'bad', connection_type: 'carrier pigeon' })).toEqual([
    'Day: nonsense',
    'Status: bad',
    'Connection: carrier pigeon',
  ])
  expect(words({})).toEqual([])
})
