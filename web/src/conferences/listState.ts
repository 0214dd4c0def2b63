import { type Sort, SORTS } from '@/queries/conferences'
import { type Query, without } from '@/view/urlQuery'

/** How a list is read: it lives in the URL beside the view. */
export interface ListState {
  sort: Sort
  /** Counts from 1. */
  page: number
  size: Size
  /** Part of an id or of a name. */
  search: string
}

export const SIZES = [25, 50] as const
export type Size = (typeof SIZES)[number]
export const NEWEST: Sort = '-created_at'
/** As long as PeerMetrics' ids and names can be. */
export const LONGEST_SEARCH = 64

export const SORT_TITLES: Record<Sort, string> = {
  '-created_at': 'Newest first',
  created_at: 'Oldest first',
  '-duration': 'Longest first',
  duration: 'Shortest first',
  '-participants': 'Most participants first',
  participants: 'Fewest participants first',
}

const OWN = ['sort', 'page', 'size', 'q']

/** Reads any query; what cannot be understood is as if it were not there. */
export function readList(query: Query): ListState {
  const page = Number(first(query.page))
  return {
    sort: SORTS.find((known) => known === first(query.sort)) ?? NEWEST,
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    size: SIZES.find((known) => String(known) === first(query.size)) ?? SIZES[0],
    search: first(query.q).trim().slice(0, LONGEST_SEARCH),
  }
}

/** The query after a change of the list. Any change but that of the page leads to the first one. */
export function changeList(query: Query, change: Partial<ListState>): Query {
  const { sort, page, size, search } = { ...readList(query), page: 1, ...change }
  return {
    ...without(query, OWN),
    ...(sort === NEWEST ? {} : { sort }),
    ...(page === 1 ? {} : { page: String(page) }),
    ...(size === SIZES[0] ? {} : { size: String(size) }),
    ...(search ? { q: search } : {}),
  }
}

function first(raw: Query[string]): string {
  return (Array.isArray(raw) ? raw[0] : raw) ?? ''
}
