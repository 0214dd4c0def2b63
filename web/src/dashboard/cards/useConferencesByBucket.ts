import { computed } from 'vue'

import { type StatusRow, sumOf } from '@/charts/conferencesByStatus'
import { bucketsOf, fillBuckets } from '@/view/buckets'
import { granularityOf } from '@/view/range'
import { useView } from '@/view/view'

import { useDashboard, useSummary } from '../useDashboard'

const emptyRow = (date: string): StatusRow => ({
  date,
  success: 0,
  warning: 0,
  error: 0,
  ongoing: 0,
  total: 0,
})

/**
 * The conferences of the view by status, with the empty buckets filled in, and their sum; with the
 * range and the zone that they were asked for, which are the last view's while the next one loads.
 */
export function useConferencesByBucket() {
  const current = useView()
  const dashboard = useDashboard()
  const summary = useSummary('conferences')
  const asked = computed(() => dashboard.data?.view ?? current.value)
  const zone = computed(() => asked.value.zone)
  const granularity = computed(() => granularityOf(asked.value.range))
  // Most answers bring the same days again: while they are the same, nothing is drawn anew.
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
