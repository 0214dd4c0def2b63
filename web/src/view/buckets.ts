import { type CalendarDate, fromDate, parseDate, toCalendarDate } from '@internationalized/date'

import { HOUR_MS, startOfDay } from '@/time/days'

import { type Granularity, granularityOf, type NamedRange, type Range } from './range'

const DAYS_IN: Record<Exclude<NamedRange, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 }

/**
 * The keys of all buckets of a range at `now`, in order, also of empty ones. The key of a day is
 * `YYYY-MM-DD` in the zone; the key of an hour is its first instant, ISO 8601 in UTC.
 */
export function bucketsOf(range: Range, zone: string, now: Date): string[] {
  if (range.kind === 'days') {
    const [first, last] = [parseDate(range.from), parseDate(range.to)]
    if (granularityOf(range) === 'day') return days(first, last)
    return hours(startOfDay(first, zone), startOfDay(first.add({ days: 1 }), zone) - HOUR_MS)
  }
  if (range.name === '24h') {
    const { minute, second, millisecond } = fromDate(now, zone)
    const last = now.getTime() - ((minute * 60 + second) * 1000 + millisecond)
    return hours(last - 24 * HOUR_MS, last)
  }
  const today = toCalendarDate(fromDate(now, zone))
  return days(today.subtract({ days: DAYS_IN[range.name] - 1 }), today)
}

/** The key of a row's bucket, as `bucketsOf` writes it. The API may give an hour with an offset. */
function bucketKey(date: string, granularity: Granularity): string {
  return granularity === 'day' ? date : new Date(date).toISOString()
}

/**
 * One row for each bucket, in order. The API leaves out buckets without conferences; a chart needs
 * them. Rows outside the buckets are kept: named ranges have no end, and clocks differ.
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
