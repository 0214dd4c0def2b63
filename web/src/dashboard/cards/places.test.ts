import { describe, expect, test } from 'vitest'

import { NO_OTHERS } from '@/charts/counts'
import { textOf } from '@/design/table'

import { mapNote, placeColumns, type PlaceRow, placeRows } from './places'

const DE = { code: 'DE', count: 60 }
const UNKNOWN = { code: 'Unknown', count: 30 }
const EUROPE = { code: 'EU', count: 10 }
const WHOLE = { countries: NO_OTHERS, cities: NO_OTHERS }
const BERLIN = { city: 'Berlin', country_code: 'DE', latitude: 52.5, longitude: 13.4, count: 25 }

describe('the note', () => {
  test('says how many sessions the map cannot show', () => {
    const places = { countries: [DE, UNKNOWN, EUROPE], cities: [BERLIN], total: 100 }
    expect(mapNote(places, WHOLE)).toBe(
      'Sessions by country and city; 40 (40%) of no known country are not on the map',
    )
  })

  test('says how many cities there are if not all are shown', () => {
    const places = { countries: [DE], cities: [BERLIN], total: 60 }
    expect(mapNote(places, { ...WHOLE, cities: { values: 1199, count: 35 } })).toBe(
      'Sessions by country and city; circles: the 1 busiest of 1,200 cities',
    )
    expect(mapNote(places, WHOLE)).toBe('Sessions by country and city')
  })

  test('says how many sessions are of countries that the answer leaves out', () => {
    const places = { countries: [DE], cities: [BERLIN], total: 100 }
    expect(mapNote(places, { ...WHOLE, countries: { values: 12, count: 40 } })).toBe(
      'Sessions by country and city; 40 sessions (40%) of 12 other countries are not on the map',
    )
  })
})

test('the table has countries and cities with their sessions and shares', () => {
  const columns = placeColumns(100)
  const row = (place: PlaceRow) => columns.map((column) => textOf(column, place))
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

test('the table has a row for what the answer leaves out', () => {
  const places = { countries: [DE], cities: [BERLIN], total: 100 }
  const others = { countries: { values: 12, count: 40 }, cities: { values: 1, count: 5 } }
  const columns = placeColumns(100)
  const texts = placeRows(places, others).map((row) => columns.map((one) => textOf(one, row)))
  expect(texts).toEqual([
    ['Germany', 'Country', 'Germany', '60', '60%'],
    ['12 other countries', '', '', '40', '40%'],
    ['Berlin', 'City', 'Germany', '25', '25%'],
    ['1 other city', '', '', '5', '5%'],
  ])
  expect(placeRows(places, WHOLE)).toEqual([DE, BERLIN])
})
