import { fromAbsolute } from '@internationalized/date'

import type { Scale } from './scale'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 28].map((n) => n * DAY),
]

export interface Tick {
  at: number
  /** True at midnight of the zone. */
  isDay: boolean
}

export interface Axis {
  /** Milliseconds between ticks. */
  step: number
  ticks: Tick[]
}

/** At most `most` ticks, at round times of the zone. */
export function axisOf(start: number, end: number, zone: string, most: number): Axis {
  const step = STEPS.find((size) => (end - start) / size < most) ?? end - start
  // Round by the zone's clock: some zones differ from UTC by a part of an hour.
  const offset = fromAbsolute(start, zone).offset
  const first = Math.ceil((start + offset) / step) * step - offset
  const count = Math.max(0, Math.floor((end - first) / step) + 1)
  const ticks = Array.from({ length: count }, (_, i) => first + i * step)
  return { step, ticks: ticks.map((at) => ({ at, isDay: (at + offset) % DAY === 0 })) }
}

/**
 * Groups marks that would be drawn on top of each other: less than `gap` milliseconds after the
 * first of the group. Marks beyond an end are drawn at that end.
 */
export function clustersOf<T extends { at: number }>(
  marks: readonly T[],
  gap: number,
  { start, end }: Scale,
): T[][] {
  const drawnAt = ({ at }: T) => Math.min(Math.max(at, start), end)
  const clusters: T[][] = []
  for (const mark of [...marks].sort((one, other) => one.at - other.at)) {
    const cluster = clusters.at(-1)
    if (cluster && drawnAt(mark) - drawnAt(cluster[0]!) < gap) cluster.push(mark)
    else clusters.push([mark])
  }
  return clusters
}
