import { type Sort, SORTS } from '@/queries/conferences'
import { type Query, without } from '@/view/urlQuery'

/** Sort, page and search of a list. They are in the URL, beside the view. */
export interface ListState {
  sort: Sort
  /** Counts from 1. */
  page: number
  size: Size
  /** Part of an id or of a name. Empty: no search. */
  search: string
}

export const SIZES = [25, 50] as const
export type Size = (typeof SIZES)[number]
const NEWEST: Sort = '-created_at'
/** The longest id or name that PeerMetrics stores, in characters. */
export const LONGEST_SEARCH = 64

export const SORT_TITLES: Record<Sort, string> = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  '-duration': 'Longest first',
  duration: 'Shortest first',
  '-participants': 'Most participants first',
  participants: 'Fewest participants first',
}

/** The parameters that this module writes. */
const PARAMETERS = ['sort', 'page', 'size', 'q']

/** Reads any query. A parameter that is not valid counts as absent. */
export function readList(query: Query): ListState {
  const page = Number(first(query.page))
  return {
    sort: SORTS.find((known) => known === first(query.sort)) ?? NEWEST,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    size: SIZES.find((known) => String(known) === first(query.size)) ?? SIZES[0],
    search: first(query.q).trim().slice(0, LONGEST_SEARCH),
  }
}

/** The query after a change of the list. A change of sort, size or search opens the first page. */
export function changeList(query: Query, change: Partial<ListState>): Query {
  const { sort, page, size, search } = { ...readList(query), page: 1, ...change }
  return {
    ...without(query, PARAMETERS),
    ...(sort === NEWEST ? {} : { sort }),
    ...(page === 1 ? {} : { page: String(page) }),
    ...(size === SIZES[0] ? {} : { size: String(size) }),
    ...(search ? { q: search } : {}),
  }
}

function first(raw: Query[string]): string {
  return (Array.isArray(raw) ? raw[0] : raw) ?? ''
}
