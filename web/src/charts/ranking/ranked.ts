/** A bar of a ranking. */
export interface Ranked {
  /** What it is called in code: an issue's code, a browser's name. */
  key: string
  name: string
  /** A second line, of lesser weight. */
  note?: string
  count: number
  /** A second number on the same scale, never above the first. */
  among?: number
  tone?: 'error' | 'warning'
}

/** The first of a ranking, and the others that one line stands for: none, or at least two. */
export function topOf<T>(ranking: readonly T[], places: number): { first: T[]; others: T[] } {
  const cut = ranking.length <= places ? ranking.length : places - 1
  return { first: ranking.slice(0, cut), others: ranking.slice(cut) }
}
