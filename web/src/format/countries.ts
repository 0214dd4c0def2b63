import { LOCALE } from './numbers'

const regions = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' })

/** `Germany` for `DE`. A text that is not a country code is returned unchanged. */
export function formatCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code
}
