import { dayOf, HOUR_MS } from '@/time/days'

import { LOCALE } from './numbers'

/* Dates have the day before the month, and months have names: no date can be read in two ways. */

/** Days are calendar days of some zone already. Formatting in UTC leaves them as they are. */
const ofDay = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(LOCALE, { timeZone: 'UTC', ...options })
const shortDay = ofDay({ day: 'numeric', month: 'short' })
const dayOfYear = ofDay({ day: 'numeric', month: 'short', year: 'numeric' })
const fullDay = ofDay({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })

/** A formatter for each zone. Making one is slow, so each is made once. */
const inZone = (options: Intl.DateTimeFormatOptions) => {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (timeZone: string): Intl.DateTimeFormat => {
    const found = made.get(timeZone) ?? new Intl.DateTimeFormat(LOCALE, { timeZone, ...options })
    made.set(timeZone, found)
    return found
  }
}
const MINUTES = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const SECONDS = { ...MINUTES, second: '2-digit' } as const
const clock = inZone(MINUTES)
const clockOfSeconds = inZone(SECONDS)
const clockWithOffset = inZone({ ...MINUTES, timeZoneName: 'shortOffset' })
const moment = inZone({ day: 'numeric', month: 'short', year: 'numeric', ...SECONDS })
const offset = inZone({ timeZoneName: 'shortOffset' })

/** `20 Nov` */
export const formatShortDay = (day: string): string => shortDay.format(new Date(day))
/** `20 Nov 2026` */
export const formatDayOfYear = (day: string): string => dayOfYear.format(new Date(day))
/** `Fri, 20 Nov 2026` */
export const formatDay = (day: string): string => fullDay.format(new Date(day))
/** `1 – 15 Nov 2026`: what both days share is written once. */
export const formatDays = (from: string, to: string): string =>
  dayOfYear.formatRange(new Date(from), new Date(to))

/** `14:00` */
export const formatClock = (time: Date, zone: string): string => clock(zone).format(time)
/** `14:03:09` */
export const formatTime = (time: Date, zone: string): string => clockOfSeconds(zone).format(time)
/** `20 Nov 2026, 14:03:09` */
export const formatMoment = (time: Date, zone: string): string => moment(zone).format(time)
/** `20 Nov 2026, 14:03:09 Europe/Berlin`: for places that do not name the zone elsewhere. */
export const formatInstant = (time: Date, zone: string): string =>
  `${formatMoment(time, zone)} ${formatZone(zone)}`

/** `America/New York` for `America/New_York`. */
export const formatZone = (zone: string): string => zone.replaceAll('_', ' ')

/** `GMT+1`: the offset of a zone's clocks at a moment. */
export function formatOffset(time: Date, zone: string): string {
  const parts = offset(zone).formatToParts(time)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

/** `Fri, 20 Nov 2026, 14:00 – 15:00`. Has offsets if the clocks show this hour twice. */
export function formatHour(hour: string, zone: string): string {
  const start = new Date(hour)
  const [before, end] = [new Date(+start - HOUR_MS), new Date(+start + HOUR_MS)]
  const plain = (time: Date) => formatClock(time, zone)
  const twice = plain(start) === plain(before) || plain(start) === plain(end)
  const shown = twice ? clockWithOffset(zone) : clock(zone)
  return `${formatDay(dayOf(start, zone))}, ${shown.format(start)} – ${shown.format(end)}`
}
