import { STATUS_TITLES, STATUSES } from '@/design/statuses'
import { formatDay, formatHour } from '@/format/dates'
import { formatDuration, formatPreciseMs } from '@/format/durations'
import type { Condition, Conditions } from '@/view/selection'

/** The text of a condition, or of the two conditions that bound a value. */
interface ConditionTitle {
  /** The conditions that are removed together with the chip. */
  names: Condition[]
  title: string
  value: string
}

/** The text of all conditions. Days and hours are those of the zone. */
export function conditionTitles(
  conditions: Conditions,
  zone: string,
  issueTitle = conditions.issue_code,
): ConditionTitle[] {
  const { day, status, participants } = conditions
  const one = (name: Condition, title: string, value = conditions[name]): ConditionTitle[] =>
    value === undefined ? [] : [{ names: [name], title, value }]
  const seconds = (text: string) => formatDuration(Number(text))
  const ms = (text: string) => formatPreciseMs(Number(text))
  return [
    ...one('day', isHour(day) ? 'Hour' : 'Day', day && dayTitle(day, zone)),
    ...one(
      'status',
      'Status',
      STATUS_TITLES[STATUSES.find((known) => known === status)!] ?? status,
    ),
    ...range(conditions, 'Duration', ['duration_gte', 'duration_lt'], seconds),
    ...one('participants', 'Participants', participants),
    ...one('issue_code', 'Issue', issueTitle),
    ...one('gum_name', 'Media error'),
    ...one('connection_type', 'Connection'),
    ...range(conditions, 'Setup time', ['setup_time_gte', 'setup_time_lt'], ms),
    ...one('browser_version', 'Browser version'),
    ...one('os_version', 'System version'),
    ...one('city', 'City'),
  ]
}

const isHour = (day: string | undefined): boolean => Boolean(day?.includes('T'))

/** A day that is not valid is shown as it is: the server will refuse it. */
function dayTitle(day: string, zone: string): string {
  if (Number.isNaN(Date.parse(day))) return day
  return isHour(day) ? formatHour(day, zone) : formatDay(day)
}

function range(
  conditions: Conditions,
  title: string,
  names: [Condition, Condition],
  format: (text: string) => string,
): ConditionTitle[] {
  const [from, to] = [conditions[names[0]], conditions[names[1]]]
  if (from === undefined && to === undefined) return []
  const words = to === undefined ? `${format(from!)} or more` : `less than ${format(to)}`
  // A lower bound of 0 is left out.
  const both = Number(from) > 0 && to !== undefined
  return [{ names, title, value: both ? `${format(from!)} to less than ${format(to)}` : words }]
}
