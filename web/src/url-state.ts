import { isDay } from './dates'

/** What the dashboard shows. All of it lives in the URL: a link reproduces the view. */
export interface ViewState {
  range: Range
  filters: Filters
  /** Charts shown as tables, by their names. */
  tables: string[]
}

export const NAMED_RANGES = ['24h', '7d', '30d', '90d'] as const
export type NamedRange = (typeof NAMED_RANGES)[number]
/** Named ranges are resolved by the server; days are inclusive, `YYYY-MM-DD`, in UTC. */
export type Range = { kind: 'named'; name: NamedRange } | { kind: 'days'; from: string; to: string }

export const DIMENSIONS = ['browser', 'os', 'country', 'app_version'] as const
export type Dimension = (typeof DIMENSIONS)[number]
export type Filters = Record<Dimension, string[]>

/** As vue-router hands it over: repeated parameters are lists, `?a` without a value is null. */
type Query = Record<string, string | null | undefined | (string | null)[]>

export const DEFAULT_RANGE: Range = { kind: 'named', name: '30d' }
export const NO_FILTERS: Filters = { browser: [], os: [], country: [], app_version: [] }

/** Reads any query; what cannot be understood is as if it were not there. */
export function readState(query: Query): ViewState {
  return {
    range: readRange(query),
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
  for (const dimension of DIMENSIONS) {
    if (state.filters[dimension].length) query[dimension] = canonical(state.filters[dimension])
  }
  if (state.tables.length) query.table = canonical(state.tables)
  return query
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
  if (from && to && isDay(from) && isDay(to) && from <= to) return { kind: 'days', from, to }
  const name = NAMED_RANGES.find((known) => known === values(query.range)[0])
  return name ? { kind: 'named', name } : DEFAULT_RANGE
}

function values(raw: Query[string]): string[] {
  const list = Array.isArray(raw) ? raw : [raw]
  return canonical(list.filter((value): value is string => Boolean(value?.trim())))
}

function canonical(list: string[]): string[] {
  return [...new Set(list)].sort()
}
