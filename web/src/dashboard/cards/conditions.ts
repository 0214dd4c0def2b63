import type { Conditions } from '@/view/selection'

/** At least `from`, and less than `to` if there is a `to`. */
export function between(
  what: 'duration' | 'setup_time',
  from: number,
  to: number | null,
): Conditions {
  return { [`${what}_gte`]: String(from), ...(to !== null && { [`${what}_lt`]: String(to) }) }
}
