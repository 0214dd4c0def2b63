import { replaceEqualDeep } from '@tanstack/vue-query'
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { changeState, readState, type ViewState } from './viewState'

/** The view in the URL. Each update is an entry in the browser's history: "back" undoes it. */
export function useViewState() {
  const route = useRoute()
  const router = useRouter()

  // Parts that do not change keep their identity, so that components that show them do not update.
  const state = computed<ViewState>((old) => replaceEqualDeep(old, readState(route.query)))

  const update = (change: Partial<ViewState>) =>
    router.push({ query: changeState(route.query, change) })

  return { state, update }
}
