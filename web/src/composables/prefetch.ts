import { useQueryClient } from '@tanstack/vue-query'

import { readList } from '@/components/detail/listState'
import { conferencesQuery } from '@/queries/conferences'
import { dashboardQuery } from '@/queries/dashboard'
import type { View } from '@/view'

/** Asks for a dashboard that is likely to be shown next: a click then finds it there. */
export function usePrefetchDashboard() {
  const queries = useQueryClient()
  return (view: View): void => void queries.prefetchQuery(dashboardQuery(view))
}

/** The same for the first page of a view's conferences. */
export function usePrefetchConferences() {
  const queries = useQueryClient()
  return (view: View): void => {
    void queries.prefetchQuery(conferencesQuery({ view, conditions: {}, ...readList({}) }))
    void import('@/pages/ConferencesPage.vue')
  }
}
