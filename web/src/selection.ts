import type { Query } from './url-query'
import { DIMENSIONS, type Filters } from './url-state'

/** Conditions of `GET /v1/conferences`, in the order in which they are read out. */
export const CONDITIONS = [
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
/** Values are strings, as the API and the URL write them. */
export type Conditions = Partial<Record<Condition, string>>

/** What a bar stands for: the conferences of the view that meet its conditions. */
export interface Selection {
  /** What was clicked, in the words of the chart. */
  title: string
  conditions: Conditions
  /** In place of the view's own filters of the same dimensions. */
  filters?: Partial<Filters>
}

const LONGEST_TITLE = 120

/** The selection in a URL's query; null if there is none. */
export function readSelection(query: Query): Selection | null {
  const title = strings(query.title)[0]?.trim().slice(0, LONGEST_TITLE)
  if (!title) return null
  const filters: Partial<Filters> = {}
  for (const [name, value] of pairs(query)) {
    const dimension = DIMENSIONS.find((known) => known === name)
    if (dimension) filters[dimension] = [...(filters[dimension] ?? []), value]
  }
  return { title, conditions: readConditions(query), filters }
}

/** The conditions in a URL's query; of one that is given twice, the last. */
export function readConditions(query: Query): Conditions {
  const given = new Map(pairs(query))
  const known = CONDITIONS.filter((name) => given.has(name))
  return Object.fromEntries(known.map((name) => [name, given.get(name)]))
}

/** The parameters of a query that stand for the selection: `where=status:error&title=…`. */
export function writeSelection({ title, conditions, filters = {} }: Selection) {
  const of = DIMENSIONS.flatMap((name) => (filters[name] ?? []).map((value) => `${name}:${value}`))
  return { where: [...writeConditions(conditions), ...of], title }
}

export function writeConditions(conditions: Conditions): string[] {
  return CONDITIONS.filter((name) => conditions[name] !== undefined).map(
    (name) => `${name}:${conditions[name]}`,
  )
}

/** The filters that hold in a selection: its own, and the view's for the other dimensions. */
export function filtersOf(selection: Selection, view: Filters): Filters {
  return { ...view, ...selection.filters }
}

function pairs(query: Query): [string, string][] {
  return strings(query.where).flatMap((text) => {
    const colon = text.indexOf(':')
    return colon < 0 ? [] : [[text.slice(0, colon), text.slice(colon + 1)]]
  })
}

function strings(raw: Query[string]): string[] {
  const list = Array.isArray(raw) ? raw : [raw]
  return list.filter((value): value is string => typeof value === 'string')
}
