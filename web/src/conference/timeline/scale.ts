/** The time that a timeline shows, in milliseconds since 1970. */
export interface Scale {
  start: number
  end: number
}

/** How far along the scale a moment is, in percent; what is beyond an end is at it. */
export function percentOf(at: number, { start, end }: Scale): number {
  const share = end > start ? (at - start) / (end - start) : 0
  return Math.min(1, Math.max(0, share)) * 100
}

/** Where a bar goes; one without an end goes on to the scale's. */
export function placeOf(
  bar: { start: number; end: number | null },
  scale: Scale,
): { left: string; width: string } {
  const left = percentOf(bar.start, scale)
  const right = bar.end === null ? 100 : percentOf(bar.end, scale)
  return { left: `${left}%`, width: `${right - left}%` }
}
