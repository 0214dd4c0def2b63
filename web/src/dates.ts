import type { NamedRange, Range } from './url-state'

export type Granularity = 'hour' | 'day'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS_IN: Record<Exclude<NamedRange, '24h'>, number> = { '7d': 7, '30d': 30, '90d': 90 }

/** True for a day that exists, written `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

export function granularityOf(range: Range): Granularity {
  return range.kind === 'named' && range.name === '24h' ? 'hour' : 'day'
}

/**
 * The bounds that the API takes for days chosen by hand: both ends are inclusive, to the microsecond.
 */
export function boundsOf(range: { from: string; to: string }): { gte: string; lte: string } {
  return { gte: `${range.from}T00:00:00Z`, lte: `${range.to}T23:59:59.999999Z` }
}

/** Every bucket that a range covers at `now`, empty ones too: days, or hours as ISO in UTC. */
export function bucketsOf(range: Range, now: Date): string[] {
  if (range.kind === 'days') return days(Date.parse(range.from), Date.parse(range.to))
  if (range.name === '24h') {
    const last = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
    return steps(last - 24 * HOUR_MS, last, HOUR_MS).map((time) => new Date(time).toISOString())
  }
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS
  return days(today - (DAYS_IN[range.name] - 1) * DAY_MS, today)
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

function days(first: number, last: number): string[] {
  return steps(first, last, DAY_MS).map((time) => new Date(time).toISOString().slice(0, 10))
}

function steps(first: number, last: number, step: number): number[] {
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, i) => first + i * step)
}
