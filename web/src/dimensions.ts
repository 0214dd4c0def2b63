import { formatCountry } from './format'
import type { Dimension } from './url-state'

/** How a person calls a dimension and its values. */
export const DIMENSION_TITLES: Record<Dimension, string> = {
  browser: 'Browser',
  os: 'Operating system',
  country: 'Country',
  app_version: 'App version',
}

export function valueName(dimension: Dimension, value: string): string {
  return dimension === 'country' ? formatCountry(value) : value
}
