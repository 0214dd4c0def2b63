import { replaceEqualDeep } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { changeState, readState, type ViewState } from '@/url-state'

/** The view as the URL has it; each change is a step in the history, so that "back" undoes it. */
export function useViewState() {
  const route = useRoute()
  const router = useRouter()

  // What a step leaves as it was keeps its identity, so that what shows it is left alone.
  const state = computed<ViewState>((old) => replaceEqualDeep(old, readState(route.query)))

  const update = (change: Partial<ViewState>) =>
    router.push({ query: changeState(route.query, change) })

  return { state, update }
}
