import { parseDate } from '@internationalized/date'

import { formatDays } from '@/format/dates'
import { startOfDay } from '@/time/days'

export const NAMED_RANGES = ['24h', '7d', '30d', '90d'] as const
export type NamedRange = (typeof NAMED_RANGES)[number]

/**
 * Which conferences are shown, by the time they were created. The server resolves a named range.
 * `from` and `to` are days of the view's zone, written `YYYY-MM-DD`; both are included.
 */
export type Range = { kind: 'named'; name: NamedRange } | { kind: 'days'; from: string; to: string }
export type Granularity = 'hour' | 'day'

export const DEFAULT_RANGE: Range = { kind: 'named', name: '30d' }

/** The names of a range: `short` for a button, `long` for text. */
export const RANGE_TITLES: Record<NamedRange, { short: string; long: string }> = {
  '24h': { short: '24 h', long: 'Last 24 hours' },
  '7d': { short: '7 d', long: 'Last 7 days' },
  '30d': { short: '30 d', long: 'Last 30 days' },
  '90d': { short: '90 d', long: 'Last 90 days' },
}

export function rangeTitle(range: Range): string {
  if (range.kind === 'named') return RANGE_TITLES[range.name].long
  return formatDays(range.from, range.to)
}

export function sameRange(one: Range, other: Range): boolean {
  if (one.kind === 'named') return other.kind === 'named' && one.name === other.name
  return other.kind === 'days' && one.from === other.from && one.to === other.to
}

/** Hours for 24 hours and for a single day, where days would make one or two bars. */
export function granularityOf(range: Range): Granularity {
  if (range.kind === 'days') return range.from === range.to ? 'hour' : 'day'
  return range.name === '24h' ? 'hour' : 'day'
}

/**
 * The bounds of days in a zone, as the API takes them: both ends are included, to the microsecond.
 * A day has 23 or 25 hours when the clocks change, and may not begin at midnight.
 */
export function boundsOf(
  { from, to }: { from: string; to: string },
  zone: string,
): { gte: string; lte: string } {
  const last = new Date(startOfDay(parseDate(to).add({ days: 1 }), zone) - 1)
  return {
    gte: new Date(startOfDay(parseDate(from), zone)).toISOString(),
    lte: last.toISOString().replace('Z', '999Z'),
  }
}
