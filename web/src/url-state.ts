import { isDay } from './dates'
import { canonicalZone, UTC } from './zones'

/** What the dashboard shows. All of it lives in the URL: a link reproduces the view. */
export interface ViewState {
  range: Range
  /** IANA name, in one spelling. */
  zone: string
  filters: Filters
  /** Charts shown as tables, by their names. */
  tables: string[]
}

export const NAMED_RANGES = ['24h', '7d', '30d', '90d'] as const
export type NamedRange = (typeof NAMED_RANGES)[number]
/** Named ranges are resolved by the server; days are inclusive, `YYYY-MM-DD`, of the view's zone. */
export type Range = { kind: 'named'; name: NamedRange } | { kind: 'days'; from: string; to: string }

export const DIMENSIONS = ['browser', 'os', 'country', 'app_version'] as const
export type Dimension = (typeof DIMENSIONS)[number]
export type Filters = Record<Dimension, string[]>

/** As vue-router hands it over: repeated parameters are lists, `?a` without a value is null. */
type Query = Record<string, string | null | undefined | (string | null)[]>

export const DEFAULT_RANGE: Range = { kind: 'named', name: '30d' }
/** Ten years; every day of a range is a bar. */
const LONGEST_DAYS = 3660
export const NO_FILTERS: Filters = { browser: [], os: [], country: [], app_version: [] }
export const DEFAULT_STATE: ViewState = {
  range: DEFAULT_RANGE,
  zone: UTC,
  filters: NO_FILTERS,
  tables: [],
}

/** Reads any query; what cannot be understood is as if it were not there. */
export function readState(query: Query): ViewState {
  return {
    range: readRange(query),
    zone: canonicalZone(values(query.zone)[0] ?? '') ?? UTC,
    filters: {
      browser: values(query.browser),
      os: values(query.os),
      country: values(query.country),
      app_version: values(query.app_version),
    },
    tables: values(query.table),
  }
}

/** The shortest query for a state: defaults left out, one spelling for equal states. */
export function writeState(state: ViewState): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  if (state.range.kind === 'days') {
    query.from = state.range.from
    query.to = state.range.to
  } else if (!sameRange(state.range, DEFAULT_RANGE)) {
    query.range = state.range.name
  }
  if (state.zone !== UTC) query.zone = state.zone
  for (const dimension of DIMENSIONS) {
    if (state.filters[dimension].length) query[dimension] = canonical(state.filters[dimension])
  }
  if (state.tables.length) query.table = canonical(state.tables)
  return query
}

const OWN = ['range', 'from', 'to', 'zone', ...DIMENSIONS, 'table']

/** The query after a change of the view: what else it holds stays, but another view's first page
 * is its first. */
export function changeState(query: Query, change: Partial<ViewState>): Query {
  const gone = new Set([...OWN, 'page'])
  const others = Object.entries(query).filter(([name]) => !gone.has(name))
  return { ...Object.fromEntries(others), ...writeState({ ...readState(query), ...change }) }
}

/** The part of a query that goes along to another tab or app: range, zone and filters. */
export function sharedState(query: Query): Query {
  return writeState({ ...readState(query), tables: [] })
}

export function sameRange(one: Range, other: Range): boolean {
  if (one.kind === 'named') return other.kind === 'named' && one.name === other.name
  return other.kind === 'days' && one.from === other.from && one.to === other.to
}

export function hasFilters(filters: Filters): boolean {
  return DIMENSIONS.some((dimension) => filters[dimension].length > 0)
}

/** Where to go after a sign-in: a path of this page, never another site's address. */
export function safeNext(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/'
}

function readRange(query: Query): Range {
  const [from, to] = [values(query.from)[0], values(query.to)[0]]
  if (
    from &&
    to &&
    isDay(from) &&
    isDay(to) &&
    from <= to &&
    daysBetween(from, to) < LONGEST_DAYS
  ) {
    return { kind: 'days', from, to }
  }
  const name = NAMED_RANGES.find((known) => known === values(query.range)[0])
  return name ? { kind: 'named', name } : DEFAULT_RANGE
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}

function values(raw: Query[string]): string[] {
  const list = Array.isArray(raw) ? raw : [raw]
  return canonical(list.filter((value): value is string => Boolean(value?.trim())))
}

function canonical(list: string[]): string[] {
  return [...new Set(list)].sort()
}
