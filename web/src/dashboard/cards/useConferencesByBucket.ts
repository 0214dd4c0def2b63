import { computed } from 'vue'

import { type StatusRow, sumOf } from '@/charts/conferencesByStatus'
import { bucketsOf, fillBuckets } from '@/view/buckets'
import { granularityOf } from '@/view/range'
import { useView } from '@/view/view'

import { useDashboard, useSummary } from '../useDashboard'

const emptyRow = (date: string): StatusRow => ({ date, ...sumOf([]) })

/**
 * The conferences of each bucket by status, also of empty buckets, and their sums. Range and zone
 * are those of the answer. While the next view loads, they differ from the page's.
 */
export function useConferencesByBucket() {
  const current = useView()
  const dashboard = useDashboard()
  const summary = useSummary('conferences')
  const asked = computed(() => dashboard.data?.view ?? current.value)
  const zone = computed(() => asked.value.zone)
  const granularity = computed(() => granularityOf(asked.value.range))
  // Most answers have the same buckets. If the list keeps its identity, nothing is drawn again.
  const buckets = computed<string[]>((old) => {
    const now = dashboard.data?.freshness.serverNow
    const next = now ? bucketsOf(asked.value.range, zone.value, now) : []
    return old?.length === next.length && old[0] === next[0] ? old : next
  })
  const rows = computed(() =>
    summary.data ? fillBuckets(summary.data.data, buckets.value, granularity.value, emptyRow) : [],
  )
  const totals = computed(() => sumOf(rows.value))

  return { summary, rows, totals, granularity, zone }
}
