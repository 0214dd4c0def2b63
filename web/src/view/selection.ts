import { DIMENSIONS, type Filters } from './filters'
import { type Query, textsOf } from './urlQuery'

/** Conditions of `GET /v1/conferences`, in the order in which a page shows them. */
const CONDITIONS = [
  'day',
  'status',
  'duration_gte',
  'duration_lt',
  'participants',
  'issue_code',
  'gum_name',
  'connection_type',
  'setup_time_gte',
  'setup_time_lt',
  'browser_version',
  'os_version',
  'city',
] as const
export type Condition = (typeof CONDITIONS)[number]
/** The values as the API and the URL write them. */
export type Conditions = Partial<Record<Condition, string>>

/** What was clicked on a chart: the conferences of the view that meet its conditions. */
export interface Selection {
  /** The name of the bar or place that was clicked. */
  title: string
  conditions: Conditions
  /** They replace the view's filters of the same dimensions. */
  filters?: Partial<Filters>
}

const LONGEST_TITLE = 120 // characters

/** The selection in a URL's query; null if there is none. */
export function readSelection(query: Query): Selection | null {
  const title = textsOf(query.title)[0]?.trim().slice(0, LONGEST_TITLE)
  if (!title) return null
  const filters: Partial<Filters> = {}
  for (const [name, value] of pairs(query)) {
    const dimension = DIMENSIONS.find((known) => known === name)
    if (dimension) filters[dimension] = [...(filters[dimension] ?? []), value]
  }
  return { title, conditions: readConditions(query), filters }
}

/** The conditions in a URL's query. If a condition is repeated, the last one counts. */
export function readConditions(query: Query): Conditions {
  const given = new Map(pairs(query))
  const known = CONDITIONS.filter((name) => given.has(name))
  return Object.fromEntries(known.map((name) => [name, given.get(name)]))
}

/** The parameters of a selection: `where=status:error&title=…`. */
export function writeSelection({ title, conditions, filters = {} }: Selection) {
  const of = DIMENSIONS.flatMap((name) => (filters[name] ?? []).map((value) => `${name}:${value}`))
  return { where: [...writeConditions(conditions), ...of], title }
}

export function writeConditions(conditions: Conditions): string[] {
  return CONDITIONS.filter((name) => conditions[name] !== undefined).map(
    (name) => `${name}:${conditions[name]}`,
  )
}

/** The filters of a selection: its own, and the view's for the other dimensions. */
export function filtersOf(selection: Selection, view: Filters): Filters {
  return { ...view, ...selection.filters }
}

function pairs(query: Query): [string, string][] {
  return textsOf(query.where).flatMap((text) => {
    const colon = text.indexOf(':')
    return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1)]]
  })
}
