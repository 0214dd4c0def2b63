import { computed, type Ref } from 'vue'

import { bucketsOf, fillBuckets, granularityOf } from '@/dates'
import type { ConferencesSummary, StatusRow } from '@/queries/conferencesSummary'
import { sumOf } from '@/statuses'
import { DEFAULT_RANGE } from '@/url-state'

const emptyRow = (date: string): StatusRow => ({
  date,
  success: 0,
  warning: 0,
  error: 0,
  ongoing: 0,
  total: 0,
})

/** An answer's rows with the empty buckets filled in, and their sum. */
export function useConferencesByBucket(summary: Ref<ConferencesSummary | undefined>) {
  const granularity = computed(() => granularityOf(summary.value?.range ?? DEFAULT_RANGE))

  // Most refetches bring what is there already: then the old rows stay, and nothing is redrawn.
  const rows = computed<StatusRow[]>((old) => {
    if (!summary.value) return []
    const { range, freshness } = summary.value
    const buckets = bucketsOf(range, freshness.serverNow)
    const next = fillBuckets(summary.value.rows, buckets, granularity.value, emptyRow)
    return old && JSON.stringify(old) === JSON.stringify(next) ? old : next
  })

  const totals = computed(() => sumOf(rows.value))

  return { rows, totals, granularity }
}
