import { describe, expect, test } from 'vitest'

import type { Palette } from '../palette'
import { describe as inWords, itemOf, type Places, shadesOf, tooltipOf, worldMap } from './worldMap'

const PALETTE = {
  surface: 'white',
  map: { land: 'grey', few: 'rgb(0, 0, 0)', many: 'rgb(200, 100, 50)', city: 'black' },
} as Palette
const HOSTILE = '<img src=x onerror=alert(1)>'
const PLACES: Places = {
  countries: [
    { code: 'DE', count: 1000 },
    { code: 'SG', count: 100 },
    { code: 'FR', count: 10 },
    { code: 'Unknown', count: 4 },
    { code: HOSTILE, count: 1 },
  ],
  cities: [
    { city: 'Berlin', country_code: 'DE', latitude: 52.5, longitude: 13.4, count: 400 },
    { city: HOSTILE, country_code: HOSTILE, latitude: 1, longitude: 2, count: 100 },
  ],
  total: 1115,
}

describe('the option', () => {
  const option = worldMap(PLACES, PALETTE, true, { roam: 'move', width: 1000 })
  const [countries, cities] = [option.series].flat()

  test('shades countries by the logarithm of their sessions', () => {
    const regions = [option.geo].flat()[0]?.regions ?? []
    const shades = regions.map(({ name, itemStyle }) => [name, itemStyle?.areaColor])
    expect(shades).toEqual([
      ['DE', 'rgb(200, 100, 50)'],
      ['SG', 'rgb(100, 50, 25)'],
      ['FR', 'rgb(0, 0, 0)'],
    ])
  })

  test('has a diamond for a country too small for a shape', () => {
    expect(countries?.data).toMatchObject([
      { name: 'SG', itemStyle: { color: 'rgb(100, 50, 25)' } },
    ])
  })

  test('has a circle for each city, of an area by its sessions', () => {
    expect(cities?.data).toMatchObject([
      { value: [13.4, 52.5], symbolSize: 24 },
      { value: [2, 1], symbolSize: 12 },
    ])
  })

  test('does not change the zoom and the center', () => {
    expect(option.geo).not.toHaveProperty('zoom')
    expect(option.geo).not.toHaveProperty('center')
  })
})

test('sessions without a place do not change the scale', () => {
  expect(shadesOf(PLACES)).toEqual({ from: 10, to: 1000 })
})

test('a click is on a country, a small country, a city, or nothing', () => {
  expect(itemOf(PLACES, { name: 'DE' })).toBe(PLACES.countries[0])
  expect(itemOf(PLACES, { seriesId: 'countries', name: 'SG', dataIndex: 0 })).toBe(
    PLACES.countries[1],
  )
  expect(itemOf(PLACES, { seriesId: 'cities', name: 'Berlin', dataIndex: 0 })).toBe(
    PLACES.cities[0],
  )
  expect(itemOf(PLACES, { name: 'TD' })).toBeUndefined()
})

test('a tooltip has the place, its sessions and their share, and names are escaped', () => {
  const text = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
  expect(text(tooltipOf(PLACES, { name: 'DE' }))).toBe(' Germany Sessions 1,000 89.7% ')
  expect(text(tooltipOf(PLACES, { name: 'TD' }))).toBe(' Chad Sessions 0 0% ')
  expect(text(tooltipOf(PLACES, { seriesId: 'cities', dataIndex: 0 }))).toBe(
    ' Berlin, Germany Sessions 400 35.9% ',
  )
  const hostile = tooltipOf(PLACES, { seriesId: 'cities', dataIndex: 1 })
  expect(hostile).toContain('&lt;img src=x onerror=alert(1)&gt;')
  expect(hostile).not.toContain('<img')
})

test('a screen reader says the sum and the first countries', () => {
  expect(inWords(PLACES)).toBe(
    'World map of 1,115 sessions. It shows 3 countries and 2 cities. ' +
      'Most in: Germany 1,000, Singapore 100, France 10.',
  )
})
