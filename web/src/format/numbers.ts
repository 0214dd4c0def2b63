/* Text that a person reads has one locale: English, the language of the page. */
export const LOCALE = 'en-GB'

const count = new Intl.NumberFormat(LOCALE)
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 })
const decimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 })

/** `12,345` */
export const formatCount = (n: number): string => count.format(n)
/** A noun: `['conference', 'conferences']`. */
export type Unit = readonly [one: string, many: string]
/** `1 conference`, `2 conferences` */
export const formatCountOf = (n: number, [one, many]: Unit): string =>
  `${formatCount(n)} ${n === 1 ? one : many}`

/** `12.3K` */
export const formatCompact = (n: number): string => compact.format(n)
/** `2.8`: at most one decimal. */
export const formatDecimal = (n: number): string => decimal.format(n)

/**
 * `12.5%`. A dash if the whole is 0. A small share is never written as 0%, and a large share is
 * never written as 100%.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–'
  if (part > 0 && part / whole < 0.0005) return '< 0.1%'
  if (part < whole && part / whole >= 0.9995) return '> 99.9%'
  return percent.format(part / whole)
}
