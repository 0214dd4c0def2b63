import type { Others } from '@/charts/counts'

interface Row {
  participants: number
  conferences: number
}

/**
 * With more bars than this, each would be too thin. Then only numbers with conferences have one.
 */
const WIDEST = 60

/** A row for every number between the least and the most. The API leaves out empty ones. */
export function withGaps(rows: readonly Row[], others: Others): readonly Row[] {
  const [least, most] = [rows[0]?.participants ?? 0, rows.at(-1)?.participants ?? 0]
  if (hasGaps(rows, others)) return rows
  const known = new Map(rows.map((row) => [row.participants, row.conferences]))
  return Array.from({ length: rows.length && most - least + 1 }, (_, step) => ({
    participants: least + step,
    conferences: known.get(least + step) ?? 0,
  }))
}

/**
 * True if the chart leaves out numbers between its bars: there are too many, or the answer leaves
 * some out that conferences have.
 */
export function hasGaps(rows: readonly Row[], others: Others): boolean {
  const width = (rows.at(-1)?.participants ?? 0) - (rows[0]?.participants ?? 0)
  return width > WIDEST || others.values > 0
}
