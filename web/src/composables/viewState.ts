import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { readState, type ViewState, writeState } from '@/url-state'

/** The view as the URL has it; each change is a step in the history, so that "back" undoes it. */
export function useViewState() {
  const route = useRoute()
  const router = useRouter()

  const state = computed<ViewState>((old) => {
    const next = readState(route.query)
    return old && JSON.stringify(old) === JSON.stringify(next) ? old : next
  })

  const update = (change: Partial<ViewState>) =>
    router.push({ query: writeState({ ...state.value, ...change }) })

  return { state, update }
}
