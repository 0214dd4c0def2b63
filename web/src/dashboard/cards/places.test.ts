import { describe, expect, test } from 'vitest'

import { textOf } from '@/design/table'

import { mapNote, placeColumns } from './places'

const DE = { code: 'DE', count: 60 }
const UNKNOWN = { code: 'Unknown', count: 30 }
const EUROPE = { code: 'EU', count: 10 }
const BERLIN = { city: 'Berlin', country_code: 'DE', latitude: 52.5, longitude: 13.4, count: 25 }

describe('the note', () => {
  test('says how many sessions the map cannot show', () => {
    const places = { countries: [DE, UNKNOWN, EUROPE], cities: [BERLIN], total: 100 }
    expect(mapNote(places, 1)).toBe(
      'Sessions by country and city; 40 (40%) of no known country are not on the map',
    )
  })

  test('says how many cities there are if not all are shown', () => {
    const places = { countries: [DE], cities: [BERLIN], total: 60 }
    expect(mapNote(places, 1200)).toBe(
      'Sessions by country and city; circles: the 1 busiest of 1,200 cities',
    )
    expect(mapNote(places, 1)).toBe('Sessions by country and city')
  })
})

test('the table has countries and cities with their sessions and shares', () => {
  const columns = placeColumns(100)
  const row = (place: typeof DE | typeof BERLIN) => columns.map((column) => textOf(column, place))
  expect(columns.map(({ title }) => title)).toEqual([
    'Place',
    'Kind',
    'Country',
    'Sessions',
    'Share',
  ])
  expect(row(DE)).toEqual(['Germany', 'Country', 'Germany', '60', '60%'])
  expect(row(BERLIN)).toEqual(['Berlin', 'City', 'Germany', '25', '25%'])
  expect(columns.map(({ value }) => value(BERLIN))).toEqual(['Berlin', 'City', 'DE', 25, 0.25])
})
