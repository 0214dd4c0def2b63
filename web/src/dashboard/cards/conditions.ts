import type { Conditions } from '@/view/selection'

/** The conditions of a bucket: at least `from`, and less than `to`, unless `to` is null. */
export function between(
  what: 'duration' | 'setup_time',
  from: number,
  to: number | null,
): Conditions {
  return { [`${what}_gte`]: String(from), ...(to !== null && { [`${what}_lt`]: String(to) }) }
}
