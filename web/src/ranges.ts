import { formatDays } from './format'
import type { NamedRange, Range } from './url-state'

/** How a person calls a range: short for a button, long for everything else. */
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
