import { formatCountry } from '@/format/countries'
import type { Unit } from '@/format/numbers'

/** What conferences can be filtered by. */
export const DIMENSIONS = ['browser', 'os', 'country', 'app_version'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** The chosen values of each dimension. A conference passes if it has one value of each. */
export type Filters = Record<Dimension, string[]>

export const NO_FILTERS: Filters = { browser: [], os: [], country: [], app_version: [] }

export function hasFilters(filters: Filters): boolean {
  return DIMENSIONS.some((dimension) => filters[dimension].length > 0)
}

export const DIMENSION_TITLES: Record<Dimension, string> = {
  browser: 'Browser',
  os: 'Operating system',
  country: 'Country',
  app_version: 'App version',
}

/** `1,234 other browsers` */
export const DIMENSION_UNITS: Record<Dimension, Unit> = {
  browser: ['browser', 'browsers'],
  os: ['operating system', 'operating systems'],
  country: ['country', 'countries'],
  app_version: ['app version', 'app versions'],
}

/** The length of a name in the answers. */
const LONGEST = 64

/** The value that a typed text stands for. A country is typed as its code: `de` is `DE`. */
export function typedValue(dimension: Dimension, text: string): string {
  const value = [...text.trim()].slice(0, LONGEST).join('')
  return dimension === 'country' && /^[a-z]{2}$/.test(value) ? value.toUpperCase() : value
}

/** The name of a dimension's value: `Germany` for the country `DE`. */
export function valueName(dimension: Dimension, value: string): string {
  return dimension === 'country' ? formatCountry(value) : value
}
