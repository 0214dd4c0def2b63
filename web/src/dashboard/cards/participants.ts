interface Row {
  participants: number
  conferences: number
}

/**
 * With more bars than this, each would be too thin. Then only numbers with conferences have one.
 */
const WIDEST = 60

/** A row for every number between the least and the most. The API leaves out empty ones. */
export function withGaps(rows: readonly Row[]): readonly Row[] {
  const [least, most] = [rows[0]?.participants ?? 0, rows.at(-1)?.participants ?? 0]
  if (isWide(rows)) return rows
  const known = new Map(rows.map((row) => [row.participants, row.conferences]))
  return Array.from({ length: rows.length && most - least + 1 }, (_, step) => ({
    participants: least + step,
    conferences: known.get(least + step) ?? 0,
  }))
}

/** True if the chart leaves out numbers without conferences. */
export function isWide(rows: readonly Row[]): boolean {
  return (rows.at(-1)?.participants ?? 0) - (rows[0]?.participants ?? 0) > WIDEST
}
