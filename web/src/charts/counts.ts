import { formatCountOf, type Unit } from '@/format/numbers'

/** What a list leaves out: how many values, and the sum of their counts. */
export interface Others {
  values: number
  count: number
}

export const NO_OTHERS: Others = { values: 0, count: 0 }

export const totalOf = (rows: readonly { count: number }[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0)

/** `1,234 other browsers` */
export const othersTitle = (values: number, [one, many]: Unit): string =>
  formatCountOf(values, [`other ${one}`, `other ${many}`])
