/* Everything a person reads that is not a word of ours. One locale, the page's language: day
   before month, names of months, so that no date can be read two ways. */
const LOCALE = 'en-GB'

const count = new Intl.NumberFormat(LOCALE)
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 })
const regions = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' })

const utc = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })
const shortDay = utc({ day: 'numeric', month: 'short' })
const dayOfYear = utc({ day: 'numeric', month: 'short', year: 'numeric' })
const fullDay = utc({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const clock = utc({ hour: '2-digit', minute: '2-digit' })
const instant = utc({ dateStyle: 'medium', timeStyle: 'medium' })

export const formatCount = (n: number): string => count.format(n)
export const formatCompact = (n: number): string => compact.format(n)
/** `12.5%`. Nothing of nothing is a dash, few of many not 0%, nearly all not 100%. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return '–'
  if (part > 0 && part / whole < 0.0005) return '< 0.1%'
  if (part < whole && part / whole >= 0.9995) return '> 99.9%'
  return percent.format(part / whole)
}

export const formatShortDay = (day: string): string => shortDay.format(new Date(day))
export const formatDayOfYear = (day: string): string => dayOfYear.format(new Date(day))
/** `1 – 15 Nov 2026`: what both days share is said once. */
export const formatDays = (from: string, to: string): string =>
  dayOfYear.formatRange(new Date(from), new Date(to))
export const formatDay = (day: string): string => fullDay.format(new Date(day))
export const formatClock = (hour: string): string => clock.format(new Date(hour))
export const formatInstant = (time: Date): string => `${instant.format(time)} UTC`

/** `Fri, 20 Nov 2026, 14:00 – 15:00` for an hour. */
export function formatHour(hour: string): string {
  const end = new Date(Date.parse(hour) + 3_600_000).toISOString()
  return `${formatDay(hour)}, ${formatClock(hour)} – ${formatClock(end)}`
}

/** `4 s`, `12 min`, `3 h`, `2 d`: whole units, rounded down. */
export function formatAge(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** `Germany` for `DE`; what is not a country code stays as it is. */
export function formatCountry(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code
}
