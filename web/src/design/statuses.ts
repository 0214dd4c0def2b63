/** The status of a conference. The order is that of a stacked bar, from the bottom. */
export const STATUSES = ['success', 'warning', 'error', 'ongoing'] as const
export type Status = (typeof STATUSES)[number]

export const STATUS_TITLES: Record<Status, string> = {
  success: 'Successful',
  warning: 'With warnings',
  error: 'With errors',
  ongoing: 'Ongoing',
}
