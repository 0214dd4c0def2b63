import { boundsOf } from '@/view/range'
import type { View } from '@/view/view'

type RangeParams =
  { range: '24h' | '7d' | '30d' | '90d' } | { created_at_gte: string; created_at_lte: string }

/** Named ranges are sent by name: those are the answers that the server keeps warm. */
function rangeParams({ range, zone }: Pick<View, 'range' | 'zone'>): RangeParams {
  if (range.kind === 'named') return { range: range.name }
  const { gte, lte } = boundsOf(range, zone)
  return { created_at_gte: gte, created_at_lte: lte }
}

/** Which rows are meant, as every endpoint that has a range takes it; filters are added by those that filter. */
export function viewParams(view: Omit<View, 'filters'>) {
  return { appId: view.appId, ...rangeParams(view), timezone: view.zone }
}
