import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { readSelection, type Selection, writeSelection } from '@/selection'
import { without } from '@/url-query'

/** The entry of the browser's history was made by `open`, so that going back closes the dialog. */
const OPENED = 'selectionOpened'

/** The bar whose conferences are shown. It lives in the URL: a link shows it, "back" closes it. */
export function useSelection() {
  const route = useRoute()
  const router = useRouter()

  const selection = computed<Selection | null>((old) => {
    const next = readSelection(route.query)
    return old && JSON.stringify(old) === JSON.stringify(next) ? old : next
  })

  const open = (selected: Selection) =>
    router.push({
      query: { ...withoutSelection(), ...writeSelection(selected) },
      state: { [OPENED]: true },
    })

  /** Where a link led here, there is nothing to go back to: the selection is taken out instead. */
  function close(): void {
    if (window.history.state?.[OPENED]) router.back()
    else void router.replace({ query: withoutSelection() })
  }

  /** The rest of the query: the view. */
  const withoutSelection = () => without(route.query, ['where', 'title', 'sort', 'page', 'size'])

  return { selection, open, close }
}
