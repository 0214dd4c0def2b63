/** A line of a ranking. */
export interface Ranked {
  /** Identifies the line: an issue's code, a browser's name. */
  key: string
  name: string
  /** A second line of text. */
  note?: string
  count: number
  /** A second number, not larger than `count`. It has a second bar. */
  among?: number
  tone?: 'error' | 'warning'
}

/**
 * The first entries of a ranking, and the others, which share one line. There is never only one
 * other: it would need the same line. `longer`: the ranking has more entries than these, so it needs
 * that line in any case.
 */
export function topOf<T>(
  ranking: readonly T[],
  places: number,
  longer: boolean,
): { first: T[]; others: T[] } {
  const cut = ranking.length <= places && !longer ? ranking.length : places - 1
  return { first: ranking.slice(0, cut), others: ranking.slice(cut) }
}
