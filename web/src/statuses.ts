/** A conference has exactly one status. The order is that of the stack, from the bottom. */
export const STATUSES = ['success', 'warning', 'error', 'ongoing'] as const
export type Status = (typeof STATUSES)[number]

export const STATUS_TITLES: Record<Status, string> = {
  success: 'Successful',
  warning: 'With warnings',
  error: 'With errors',
  ongoing: 'Ongoing',
}

export type StatusCounts = Record<Status, number> & { total: number }

export function sumOf(rows: readonly StatusCounts[]): StatusCounts {
  const sum: StatusCounts = { success: 0, warning: 0, error: 0, ongoing: 0, total: 0 }
  for (const row of rows) {
    for (const status of STATUSES) sum[status] += row[status]
    sum.total += row.total
  }
  return sum
}
