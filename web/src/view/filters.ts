import { formatCountry } from '@/format/countries'

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

/** The name of a dimension's value: `Germany` for the country `DE`. */
export function valueName(dimension: Dimension, value: string): string {
  return dimension === 'country' ? formatCountry(value) : value
}
