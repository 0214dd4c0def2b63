interface Row {
  participants: number
  conferences: number
}

/** Beyond this span bars would be hairs: then only the numbers that occur have a place. */
const WIDEST = 60

/** One row for every number from the least to the most; the API leaves out those that no conference has. */
export function withGaps(rows: readonly Row[]): readonly Row[] {
  const [least, most] = [rows[0]?.participants ?? 0, rows.at(-1)?.participants ?? 0]
  if (isWide(rows)) return rows
  const known = new Map(rows.map((row) => [row.participants, row.conferences]))
  return Array.from({ length: rows.length && most - least + 1 }, (_, step) => ({
    participants: least + step,
    conferences: known.get(least + step) ?? 0,
  }))
}

/** True if numbers without conferences are left out of the chart. */
export function isWide(rows: readonly Row[]): boolean {
  return (rows.at(-1)?.participants ?? 0) - (rows[0]?.participants ?? 0) > WIDEST
}
