import { type Others, totalOf } from '@/charts/counts'
import { isOnMap } from '@/charts/map/onMap'
import type { City, Country, Places } from '@/charts/map/worldMap'
import type { Column } from '@/design/table'
import { formatCountry } from '@/format/countries'
import { formatCount, formatCountOf, formatShare, type Unit } from '@/format/numbers'

import { otherRows } from '../card/otherRows'
import { shareColumn } from '../card/shareColumn'

/** A row for the countries or cities that the answer leaves out. */
export interface OtherPlaces {
  title: string
  count: number
}
export type PlaceRow = Country | City | OtherPlaces

const COUNTRY: Unit = ['country', 'countries']
const CITY: Unit = ['city', 'cities']

/** The rows of the table: first the countries, then the cities. */
export function placeRows(
  { countries, cities }: Places,
  others: { countries: Others; cities: Others },
): PlaceRow[] {
  const row = (title: string, count: number): OtherPlaces => ({ title, count })
  return [
    ...countries,
    ...otherRows(others.countries, COUNTRY, row),
    ...cities,
    ...otherRows(others.cities, CITY, row),
  ]
}

export const isOther = (row: PlaceRow): row is OtherPlaces => 'title' in row

/** The columns of the table of all places. */
export function placeColumns(total: number): Column<PlaceRow>[] {
  return [
    { title: 'Place', value: nameOf },
    { title: 'Kind', value: kindOf },
    {
      title: 'Country',
      value: (row) => (isOther(row) ? '' : codeOf(row)),
      text: (row) => (isOther(row) ? '' : formatCountry(codeOf(row))),
    },
    { title: 'Sessions', value: ({ count }) => count },
    shareColumn(total),
  ]
}

/** What the map shows, and how many sessions it does not show. */
export function mapNote(
  { countries, cities, total }: Places,
  others: { countries: Others; cities: Others },
): string {
  const missing = totalOf(countries.filter(({ code }) => !isOnMap(code)))
  const notes = ['Sessions by country and city']
  if (missing) {
    const share = formatShare(missing, total)
    notes.push(`${formatCount(missing)} (${share}) of no known country are not on the map`)
  }
  const [less] = otherRows(others.countries, COUNTRY, (title, count) => ({ title, count }))
  if (less) {
    const share = formatShare(less.count, total)
    const sessions = formatCountOf(less.count, ['session', 'sessions'])
    notes.push(`${sessions} (${share}) of ${less.title} are not on the map`)
  }
  if (others.cities.values) {
    const all = cities.length + others.cities.values
    notes.push(`circles: the ${formatCount(cities.length)} busiest of ${formatCount(all)} cities`)
  }
  return notes.join('; ')
}

const codeOf = (place: Country | City): string =>
  'city' in place ? place.country_code : place.code

function nameOf(row: PlaceRow): string {
  if (isOther(row)) return row.title
  return 'city' in row ? row.city : formatCountry(row.code)
}

function kindOf(row: PlaceRow): string {
  if (isOther(row)) return ''
  return 'city' in row ? 'City' : 'Country'
}
