import { useQueryClient } from '@tanstack/vue-query'

import { conferencesQuery } from '@/queries/conferences'
import type { View } from '@/view/view'

import { readList } from './listState'

/** Loads the page and the first conferences of a view before a click on their tab. */
export function usePrefetchConferences() {
  const queries = useQueryClient()
  return (view: View): void => {
    void queries.prefetchQuery(conferencesQuery({ view, conditions: {}, ...readList({}) }))
    void import('./ConferencesPage.vue')
  }
}
