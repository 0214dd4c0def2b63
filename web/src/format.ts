import { dayOf, HOUR_MS } from './dates'

/* Everything a person reads that is not a word of ours. One locale, the page's language: day
   before month, names of months, so that no date can be read two ways. */
const LOCALE = 'en-GB'

const count = new Intl.NumberFormat(LOCALE)
const compact = new Intl.NumberFormat(LOCALE, { notation: 'compact', maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent', maximumFractionDigits: 1 })
const decimal = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 })
const regions = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' })

/** Days are calendar days, already of some zone: they are written as they are. */
const ofDay = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })
const shortDay = ofDay({ day: 'numeric', month: 'short' })
const dayOfYear = ofDay({ day: 'numeric', month: 'short', year: 'numeric' })
const fullDay = ofDay({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

/** Moments are written in a zone; making a formatter is slow, so each zone keeps its own. */
const inZone = (options: Intl.DateTimeFormatOptions) => {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (timeZone: string): Intl.DateTimeFormat => {
    const found = made.get(timeZone) ?? new Intl.DateTimeFormat(LOCALE, { timeZone, ...options })
    made.set(timeZone, found)
    return found
  }
}
const clock = inZone({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const clockOfSeconds = inZone({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const clockWithOffset = inZone({
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZoneName: 'shortOffset',
})
const moment = inZone({
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const offset = inZone({ timeZoneName: 'shortOffset' })

export const formatCount = (n: number): string => count.format(n)
export const formatCompact = (n: number): string => compact.format(n)
/** `2.8`, at most one digit behind the point. */
export const formatDecimal = (n: number): string => decimal.format(n)
/** `435 ms`, `12.3 s` from ten seconds on. */
export const formatMs = (ms: number): string =>
  ms < 10_000 ? `${formatCount(Math.round(ms))} ms` : `${formatDecimal(ms / 1000)} s`
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

/** `14:00` of a moment, in a zone. */
export const formatClock = (time: Date, zone: string): string => clock(zone).format(time)
/** `14:03:09` of a moment, in a zone. */
export const formatTime = (time: Date, zone: string): string => clockOfSeconds(zone).format(time)
/** `20 Nov 2026, 14:03:09` of a moment, in a zone. */
export const formatMoment = (time: Date, zone: string): string => moment(zone).format(time)
/** The same with the zone, for where it is not said nearby. */
export const formatInstant = (time: Date, zone: string): string =>
  `${formatMoment(time, zone)} ${formatZone(zone)}`

/** `Europe/Berlin` as people write it: `Berlin`'s underscores are none. */
export const formatZone = (zone: string): string => zone.replaceAll('_', ' ')
/** `GMT+1`, what a zone's clocks are ahead at a moment. */
export function formatOffset(time: Date, zone: string): string {
  const parts = offset(zone).formatToParts(time)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** `Fri, 20 Nov 2026, 14:00 – 15:00` for an hour; with offsets where clocks show it twice. */
export function formatHour(hour: string, zone: string): string {
  const start = new Date(hour)
  const [before, end] = [new Date(+start - HOUR_MS), new Date(+start + HOUR_MS)]
  const plain = (time: Date) => formatClock(time, zone)
  const twice = plain(start) === plain(before) || plain(start) === plain(end)
  const shown = twice ? clockWithOffset(zone) : clock(zone)
  return `${formatDay(dayOf(start, zone))}, ${shown.format(start)} – ${shown.format(end)}`
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
