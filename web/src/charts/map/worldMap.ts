import { formatCountry } from '@/format/countries'
import { formatCount, formatShare } from '@/format/numbers'

import type { Palette } from '../palette'
import { tooltipHtml } from '../tooltip'
import type { ChartOption } from '../types'
import { project, unproject } from './equalEarth'
import { isOnMap } from './onMap'
import { mix, type Scale, scaleOf, shadeOf } from './shades'
import { isSmall, SMALL_COUNTRIES } from './smallCountries'

export interface Country {
  code: string
  count: number
}

export interface City {
  city: string
  country_code: string
  latitude: number
  longitude: number
  count: number
}

/** The sessions of a view by place. `total`: all sessions, also those of no place that is here. */
export interface Places {
  countries: readonly Country[]
  cities: readonly City[]
  total: number
}

/** The name of the map in ECharts. */
export const WORLD = 'world'
/** Diameters: of the smallest circle in pixels, of the largest as a part of the chart's width. */
const SMALLEST = 4
const LARGEST = 0.024

/**
 * The option of the map. The shade of a country and the area of a city's circle stand for their
 * sessions. The option has no zoom and no center: those that the user has chosen stay.
 */
export function worldMap(
  places: Places,
  palette: Palette,
  animate: boolean,
  view: { roam: boolean | 'move' | 'scale'; width: number },
): ChartOption {
  const shown = places.countries.filter(({ code }) => isOnMap(code))
  const scale = shadesOf(places)
  const shade = (count: number) => mix(palette.map.few, palette.map.many, shadeOf(count, scale))
  const busiest = Math.max(1, ...places.cities.map(({ count }) => count))
  const largest = LARGEST * view.width
  const formatter = (params: unknown) => tooltipOf(places, params as MapItem)
  return {
    animation: animate,
    animationDurationUpdate: 200,
    textStyle: { fontFamily: palette.font },
    aria: { enabled: true, label: { description: describe(places) } },
    tooltip: {
      trigger: 'item',
      className: 'chart-tooltip',
      confine: true,
      transitionDuration: 0.1,
      formatter,
    },
    geo: {
      map: WORLD,
      projection: { project, unproject },
      roam: view.roam,
      roamTrigger: 'global',
      scaleLimit: { min: 1, max: 40 },
      preserveAspect: true,
      left: 0,
      right: 0,
      top: 4,
      bottom: 4,
      itemStyle: { areaColor: palette.map.land, borderColor: palette.surface, borderWidth: 0.6 },
      emphasis: {
        label: { show: false },
        itemStyle: {
          areaColor: palette.map.land,
          borderColor: palette.map.city,
          borderWidth: 1.2,
        },
      },
      tooltip: { formatter }, // else the map's default would replace the chart's
      select: { disabled: true },
      regions: shown.map(({ code, count }) => ({
        name: code,
        itemStyle: { areaColor: shade(count) },
        emphasis: { itemStyle: { areaColor: shade(count) } },
      })),
    },
    series: [
      {
        id: 'countries',
        type: 'scatter',
        coordinateSystem: 'geo',
        symbol: 'diamond',
        symbolSize: 11,
        data: shown
          .filter(({ code }) => isSmall(code))
          .map(({ code, count }) => ({
            name: code,
            value: [...(SMALL_COUNTRIES[code] ?? [])],
            itemStyle: { color: shade(count), borderColor: palette.surface, borderWidth: 1 },
          })),
        emphasis: { itemStyle: { borderColor: palette.map.city, borderWidth: 1.2 } },
      },
      {
        id: 'cities',
        type: 'scatter',
        coordinateSystem: 'geo',
        symbol: 'circle',
        // Descending by sessions: small circles are drawn later, on top of large ones.
        data: places.cities.map(({ city, longitude, latitude, count }) => ({
          name: city,
          value: [longitude, latitude],
          symbolSize: Math.max(SMALLEST, largest * Math.sqrt(count / busiest)),
        })),
        itemStyle: {
          color: palette.map.city,
          opacity: 0.42,
          borderColor: palette.surface,
          borderWidth: 0.8,
        },
        emphasis: { scale: 1.15, itemStyle: { opacity: 0.75 } },
        animation: false, // too many circles
      },
    ],
  }
}

/** The scale of the shades of the countries on the map. */
export function shadesOf({ countries }: Places): Scale {
  return scaleOf(countries.filter(({ code }) => isOnMap(code)).map(({ count }) => count))
}

/** What ECharts tells of a click: the name of a shape, or the series and the index of a point. */
export interface MapItem {
  seriesId?: string
  name?: string
  dataIndex?: number
}

/** The country or city of a click. Undefined for a country without sessions. */
export function itemOf(places: Places, item: MapItem): Country | City | undefined {
  if (item.seriesId === 'cities') return places.cities[item.dataIndex ?? -1]
  return places.countries.find(({ code }) => code === item.name)
}

export function tooltipOf(places: Places, item: MapItem): string {
  const found = itemOf(places, item) ?? { code: item.name ?? '', count: 0 }
  const country = formatCountry('city' in found ? found.country_code : found.code)
  const title = 'city' in found ? `${found.city}, ${country}` : country
  const { count } = found
  return tooltipHtml(title, [
    [count === 1 ? 'Session' : 'Sessions', formatCount(count), formatShare(count, places.total)],
  ])
}

/** What a screen reader says for the map. The table view has every number. */
export function describe({ countries, cities, total }: Places): string {
  const shown = countries.filter(({ code }) => isOnMap(code))
  const first = shown
    .slice(0, 5)
    .map(({ code, count }) => `${formatCountry(code)} ${formatCount(count)}`)
  return (
    `World map of ${formatCount(total)} sessions. It shows ${formatCount(shown.length)} countries ` +
    `and ${formatCount(cities.length)} cities. Most in: ${first.join(', ') || 'no known country'}.`
  )
}
