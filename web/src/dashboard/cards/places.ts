import { totalOf } from '@/charts/counts'
import { isOnMap } from '@/charts/map/onMap'
import type { City, Country, Places } from '@/charts/map/worldMap'
import type { Column } from '@/design/table'
import { formatCountry } from '@/format/countries'
import { formatCount, formatShare } from '@/format/numbers'

/** The table of all places: the countries, then the cities. */
export function placeColumns(total: number): Column<Country | City>[] {
  return [
    {
      title: 'Place',
      value: (place) => ('city' in place ? place.city : formatCountry(place.code)),
    },
    { title: 'Kind', value: (place) => ('city' in place ? 'City' : 'Country') },
    { title: 'Country', value: codeOf, text: (place) => formatCountry(codeOf(place)) },
    { title: 'Sessions', value: ({ count }) => count },
    {
      title: 'Share',
      value: ({ count }) => count / total,
      text: ({ count }) => formatShare(count, total),
    },
  ]
}

/** What the map shows, and what it does not: no session is dropped in silence. */
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
