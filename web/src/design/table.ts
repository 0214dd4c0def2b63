import { formatCount } from '@/format/numbers'

/* One description of a card's numbers serves its table and its CSV file. */

export type Value = string | number | null

export interface Column<Row> {
  title: string
  /** As it is: what the CSV file holds. */
  value: (row: Row) => Value
  /** As people read it; without it, numbers have separators and null is a dash. */
  text?: (row: Row) => string
  /** Opens what a cell stands for, where it is not what its whole row stands for. */
  open?: (row: Row) => void
}

export function textOf<Row>(column: Column<Row>, row: Row): string {
  if (column.text) return column.text(row)
  const value = column.value(row)
  if (value === null) return '–'
  return typeof value === 'number' ? formatCount(value) : value
}

/** True for a column of numbers: they stand at the right, one below the other. */
export function isNumeric<Row>(column: Column<Row>, rows: readonly Row[]): boolean {
  return rows.every((row) => typeof column.value(row) !== 'string')
}
