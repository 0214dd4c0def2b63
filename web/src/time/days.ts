import { type CalendarDate, fromDate, toCalendarDate, toZoned } from '@internationalized/date'

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** True if the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** The day of a moment in a zone, as `YYYY-MM-DD`. */
export function dayOf(time: Date, zone: string): string {
  return toCalendarDate(fromDate(time, zone)).toString()
}

/**
 * The first instant of a day in a zone, in milliseconds since 1970. In some zones a change of the
 * clocks skips midnight. Then it is the instant of the change.
 */
export function startOfDay(day: CalendarDate, zone: string): number {
  return toZoned(day, zone).toDate().getTime()
}
