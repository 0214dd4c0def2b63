import { formatCount } from '@/format/numbers'

/* A card's numbers are described once, for its table and for its CSV file. */

export type Value = string | number | null

export interface Column<Row> {
  title: string
  /** The value in the CSV file. */
  value: (row: Row) => Value
  /** The text in the table. Absent: numbers have separators, and null is a dash. */
  text?: (row: Row) => string
  /** Opens the conferences of a cell, if they are not those of the whole row. */
  open?: (row: Row) => void
}

export function textOf<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  if (value === null) return '–'
  return typeof value === 'number' ? formatCount(value) : value
}

/** True for a column of numbers, which is aligned at the right. */
export function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  return rows.every((row) => typeof column.value(row) !== 'string')
}
