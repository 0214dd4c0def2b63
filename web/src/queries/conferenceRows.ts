import { bodyOf } from '@/api/client'

import { every } from './refetch'

/** How what belongs to a conference is kept, all kinds alike: it is shown together. */
export const FRESH_MS = 5_000
/** Nothing much happens to a conference that is over; what PeerMetrics finds out later comes in. */
const OVER_MS = 60_000
const PAGE = 1000

export interface OfConference {
  conferenceId: string
  ongoing: boolean
}

export const intervalOf = (ongoing = false): number => (ongoing ? FRESH_MS : OVER_MS)

export const freshness = (ongoing: boolean) => ({
  staleTime: FRESH_MS,
  refetchInterval: every(intervalOf(ongoing)),
})

interface Page<Row> {
  data?: { results?: Row[]; count?: number }
}

/** All rows of a list, page by page: the server gives up to 1,000 at a time. */
export async function allRows<Row>(
  fetchPage: (window: { limit: number; offset: number }) => Promise<Page<Row>>,
): Promise<Row[]> {
  const rows: Row[] = []
  for (;;) {
    const { results = [], count = 0 } = bodyOf(
      await fetchPage({ limit: PAGE, offset: rows.length }),
    )
    rows.push(...results)
    // Rows can be deleted between two pages, so that the count is never reached.
    if (rows.length >= count || results.length === 0) return rows
  }
}
