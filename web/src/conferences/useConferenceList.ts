import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type ComputedRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { type ConferencesAnswer, conferencesQuery } from '@/queries/conferences'
import { type QueryState, useQueryState } from '@/queries/queryState'
import type { Conditions } from '@/view/selection'
import type { View } from '@/view/view'

import { changeList, type ListState, readList } from './listState'

export interface ConferenceList {
  readonly answer: QueryState<ConferencesAnswer>
  /** Sort, page and search, as the URL has them. */
  readonly state: ListState
  change(change: Partial<ListState>): void
}

/**
 * A page of the conferences of a view that meet the conditions. With `inPlace`, a change of sort,
 * page or search replaces the entry in the browser's history; else it adds one.
 */
export function useConferenceList(
  of: ComputedRef<{ view: View; conditions: Conditions }>,
  { inPlace }: { inPlace: boolean },
): ConferenceList {
  const [route, router, queries] = [useRoute(), useRouter(), useQueryClient()]
  const state = computed(() => readList(route.query))
  const asked = computed(() => ({ ...of.value, ...state.value }))
  const query = useQuery(() => conferencesQuery(asked.value))

  function change(changed: Partial<ListState>): void {
    const query = changeList(route.query, changed)
    if (inPlace) void router.replace({ query })
    else void router.push({ query })
  }

  watch(query.data, (answer) => {
    if (!answer || query.isPlaceholderData.value) return
    const { page, size } = state.value
    const pages = Math.max(1, Math.ceil(answer.count / size))
    // The list may have become shorter, and a link may have any page number.
    if (page > pages) void router.replace({ query: changeList(route.query, { page: pages }) })
    if (page < pages) {
      void queries.prefetchQuery(conferencesQuery({ ...asked.value, page: page + 1 }))
    }
  })

  return {
    answer: useQueryState(query),
    get state() {
      return state.value
    },
    change,
  }
}
