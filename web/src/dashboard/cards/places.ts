import { totalOf } from '@/charts/counts'
import { isOnMap } from '@/charts/map/onMap'
import type { City, Country, Places } from '@/charts/map/worldMap'
import type { Column } from '@/design/table'
import { formatCountry } from '@/format/countries'
import { formatCount, formatShare } from '@/format/numbers'

import { shareColumn } from '../card/shareColumn'

/** The columns of the table of all places: first the countries, then the cities. */
export function placeColumns(total: number): Column<Country | City>[] {
  return [
    {
      title: 'Place',
      value: (place) => ('city' in place ? place.city : formatCountry(place.code)),
    },
    { title: 'Kind', value: (place) => ('city' in place ? 'City' : 'Country') },
    { title: 'Country', value: codeOf, text: (place) => formatCountry(codeOf(place)) },
    { title: 'Sessions', value: ({ count }) => count },
    shareColumn(total),
  ]
}

/** What the map shows, and how many sessions it cannot show. */
export function mapNote({ countries, cities, total }: Places, citiesTotal: number): string {
  const missing = totalOf(countries.filter(({ code }) => !isOnMap(code)))
  const notes = ['Sessions by country and city']
  if (missing) {
    const share = formatShare(missing, total)
    notes.push(`${formatCount(missing)} (${share}) of no known country are not on the map`)
  }
  if (citiesTotal > cities.length) {
    notes.push(
      `circles: the ${formatCount(cities.length)} busiest of ${formatCount(citiesTotal)} cities`,
    )
  }
  return notes.join('; ')
}

const codeOf = (place: Country | City): string =>
  'city' in place ? place.country_code : place.code
