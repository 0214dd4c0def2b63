import { isDay } from '@/time/days'
import { canonicalZone, UTC } from '@/time/zones'

import { DIMENSIONS, type Filters, NO_FILTERS } from './filters'
import { DEFAULT_RANGE, NAMED_RANGES, type Range, sameRange } from './range'
import type { Query } from './urlQuery'

/** What a page shows. All of it is in the URL, so that a link shows the same. */
export interface ViewState {
  range: Range
  /** IANA name, as `canonicalZone` writes it. */
  zone: string
  filters: Filters
  /** Ids of the cards that are shown as tables. */
  tables: string[]
}

export const DEFAULT_STATE: ViewState = {
  range: DEFAULT_RANGE,
  zone: UTC,
  filters: NO_FILTERS,
  tables: [],
}

/** Ten years: every day of a range is a bar. */
const MOST_DAYS = 3660
/** The parameters that this module writes. */
const PARAMETERS = ['range', 'from', 'to', 'zone', ...DIMENSIONS, 'table']

/** Reads any query. A parameter that is not valid counts as absent. */
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

/** The shortest query for a state. Equal states have equal queries. */
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

/**
 * The query after a change of the view. Parameters of others stay, except `page`: a list of another
 * view begins at its first page.
 */
export function changeState(query: Query, change: Partial<ViewState>): Query {
  const removed = new Set([...PARAMETERS, 'page'])
  const others = Object.entries(query).filter(([name]) => !removed.has(name))
  return { ...Object.fromEntries(others), ...writeState({ ...readState(query), ...change }) }
}

/** Range, zone and filters of a query: what a link to another page or app keeps. */
export function sharedState(query: Query): Query {
  return writeState({ ...readState(query), tables: [] })
}

function readRange(query: Query): Range {
  const [from, to] = [values(query.from)[0], values(query.to)[0]]
  if (from && to && isDay(from) && isDay(to) && from <= to && daysBetween(from, to) < MOST_DAYS) {
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
