import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type ComputedRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { type ConferencesAnswer, conferencesQuery } from '@/queries/conferences'
import { useFailure } from '@/queries/queryState'
import type { Conditions } from '@/view/selection'
import type { View } from '@/view/view'

import { changeList, type ListState, readList } from './listState'

export interface ConferenceList {
  readonly state: ListState
  /** Undefined until the first answer of the app has come. */
  readonly data: ConferencesAnswer | undefined
  readonly loading: boolean
  /** What is shown is the page before, until this one's answer comes. */
  readonly dimmed: boolean
  /** Why there is nothing to show. */
  readonly error: Error | null
  /** What is shown can at present not be renewed. */
  readonly failing: boolean
  retry(): void
  change(change: Partial<ListState>): void
}

/**
 * A page of the conferences of a view that meet the conditions; sort, page and search are the URL's.
 * With `inPlace`, changes of them are no steps in the history.
 */
export function useConferenceList(
  of: ComputedRef<{ view: View; conditions: Conditions }>,
  { inPlace }: { inPlace: boolean },
): ConferenceList {
  const [route, router, queries] = [useRoute(), useRouter(), useQueryClient()]
  const state = computed(() => readList(route.query))
  const asked = computed(() => ({ ...of.value, ...state.value }))
  const query = useQuery(() => conferencesQuery(asked.value))
  const { failure, retry } = useFailure(query)

  function change(changed: Partial<ListState>): void {
    const query = changeList(route.query, changed)
    if (inPlace) void router.replace({ query })
    else void router.push({ query })
  }

  watch(query.data, (answer) => {
    if (!answer || query.isPlaceholderData.value) return
    const { page, size } = state.value
    const pages = Math.max(1, Math.ceil(answer.count / size))
    // Conferences can leave a list, and a link can name any page.
    if (page > pages) void router.replace({ query: changeList(route.query, { page: pages }) })
    if (page < pages) {
      void queries.prefetchQuery(conferencesQuery({ ...asked.value, page: page + 1 }))
    }
  })

  return {
    get state() {
      return state.value
    },
    get data() {
      return query.data.value
    },
    get loading() {
      return query.isPending.value && !failure.value
    },
    get dimmed() {
      return query.isPlaceholderData.value
    },
    get error() {
      return failure.value
    },
    get failing() {
      return query.isError.value || query.failureCount.value > 0
    },
    retry,
    change,
  }
}
