import { boundsOf } from '@/view/range'
import type { View } from '@/view/view'

type RangeParams =
  { range: '24h' | '7d' | '30d' | '90d' } | { created_at_gte: string; created_at_lte: string }

/** Named ranges are sent by name: the server keeps their answers warm. */
function rangeParams({ range, zone }: Pick<View, 'range' | 'zone'>): RangeParams {
  if (range.kind === 'named') return { range: range.name }
  const { gte, lte } = boundsOf(range, zone)
  return { created_at_gte: gte, created_at_lte: lte }
}

/** App, range and zone as parameters of any endpoint that has a range. Filters are not included. */
export function viewParams(view: Omit<View, 'filters'>) {
  return { appId: view.appId, ...rangeParams(view), timezone: view.zone }
}
