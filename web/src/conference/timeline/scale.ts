/** The time that a timeline shows, in milliseconds since 1970. */
export interface Scale {
  start: number
  end: number
}

/**
 * The place of a moment on the scale, in per cent. A moment beyond an end is placed at that end.
 */
export function percentOf(at: number, { start, end }: Scale): number {
  const share = end > start ? (at - start) / (end - start) : 0
  return Math.min(1, Math.max(0, share)) * 100
}

/** The place of a bar. A bar without an end reaches the end of the scale. */
export function placeOf(
  bar: { start: number; end: number | null },
  scale: Scale,
): { left: string; width: string } {
  const left = percentOf(bar.start, scale)
  const right = bar.end === null ? 100 : percentOf(bar.end, scale)
  return { left: `${left}%`, width: `${right - left}%` }
}
