import {
  type CalendarDate,
  fromDate,
  parseDate,
  toCalendarDate,
  toZoned,
} from '@internationalized/date'

import type { NamedRange, Range } from './url-state'

export type Granularity = 'hour' | 'day'

export const HOUR_MS = 3_600_000
const DAYS_IN: Record<Exclude<NamedRange, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 }

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** By the hour where days would make one bar. */
export function granularityOf(range: Range): Granularity {
  if (range.kind === 'days') return range.from === range.to ? 'hour' : 'day'
  return range.name === '24h' ? 'hour' : 'day'
}

/**
 * The bounds that the API takes for days of a zone chosen by hand: both ends are inclusive, to the
 * microsecond. A day has 23 or 25 hours where clocks are changed, and may not begin at midnight.
 */
export function boundsOf(
  { from, to }: { from: string; to: string },
  zone: string,
): { gte: string; lte: string } {
  const last = new Date(startOf(parseDate(to).add({ days: 1 }), zone) - 1)
  return {
    gte: new Date(startOf(parseDate(from), zone)).toISOString(),
    lte: last.toISOString().replace('Z', '999Z'),
  }
}

/** The day of a moment in a zone, as `YYYY-MM-DD`. */
export function dayOf(time: Date, zone: string): string {
  return toCalendarDate(fromDate(time, zone)).toString()
}

/** Every bucket that a range covers at `now`, empty ones too: days of the zone, or its hours as ISO in UTC. */
export function bucketsOf(range: Range, zone: string, now: Date): string[] {
  if (range.kind === 'days') {
    const [first, last] = [parseDate(range.from), parseDate(range.to)]
    if (granularityOf(range) === 'day') return days(first, last)
    return hours(startOf(first, zone), startOf(first.add({ days: 1 }), zone) - HOUR_MS)
  }
  if (range.name === '24h') {
    const { minute, second, millisecond } = fromDate(now, zone)
    const last = now.getTime() - ((minute * 60 + second) * 1000 + millisecond)
    return hours(last - 24 * HOUR_MS, last)
  }
  const today = toCalendarDate(fromDate(now, zone))
  return days(today.subtract({ days: DAYS_IN[range.name] - 1 }), today)
}

/** A bucket as `bucketsOf` writes it, whatever offset the API gave an hour in. */
export function bucketKey(date: string, granularity: Granularity): string {
  return granularity === 'day' ? date : new Date(date).toISOString()
}

/**
 * One row for each bucket, in order. The API leaves out buckets without conferences; a chart must
 * not. Rows outside the buckets (named ranges are open at the end, and clocks differ) are kept.
 */
export function fillBuckets<Row extends { date: string }>(
  rows: readonly Row[],
  buckets: readonly string[],
  granularity: Granularity,
  empty: (date: string) => Row,
): Row[] {
  const found = new Map(rows.map((row) => [bucketKey(row.date, granularity), row]))
  const keys = [...new Set([...buckets, ...found.keys()])].sort()
  return keys.map((date) => ({ ...(found.get(date) ?? empty(date)), date }))
}

/** The first instant of a day; where clocks skip midnight, that of the change. */
function startOf(day: CalendarDate, zone: string): number {
  return toZoned(day, zone).toDate().getTime()
}

function days(first: CalendarDate, last: CalendarDate): string[] {
  const found: string[] = []
  for (let day = first; day.compare(last) <= 0; day = day.add({ days: 1 })) {
    found.push(day.toString())
  }
  return found
}

function hours(first: number, last: number): string[] {
  const count = Math.floor((last - first) / HOUR_MS) + 1
  return Array.from({ length: count }, (_, i) => new Date(first + i * HOUR_MS).toISOString())
}
