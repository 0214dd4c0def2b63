import { boundsOf } from '@/dates'
import type { Filters, Range } from '@/url-state'

/** What a summary is asked for: part of its key, and the source of its parameters. */
export interface View {
  appId: string
  range: Range
  filters: Filters
}

export type RangeParams =
  { range: '24h' | '7d' | '30d' | '90d' } | { created_at_gte: string; created_at_lte: string }

/** Named ranges are sent by name: those are the answers that the server keeps warm. */
export function rangeParams(range: Range): RangeParams {
  if (range.kind === 'named') return { range: range.name }
  const { gte, lte } = boundsOf(range)
  return { created_at_gte: gte, created_at_lte: lte }
}
