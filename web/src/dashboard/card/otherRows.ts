import { type Others, othersTitle } from '@/charts/counts'
import type { Unit } from '@/format/numbers'

/** The last row of a table, for what its list leaves out. None if the list is whole. */
export function otherRows<Row>(
  others: Others,
  unit: Unit,
  rowOf: (title: string, count: number) => Row,
): Row[] {
  return others.values ? [rowOf(othersTitle(others.values, unit), others.count)] : []
}
