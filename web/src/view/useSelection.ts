import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { readSelection, type Selection, writeSelection } from './selection'
import { without } from './urlQuery'

/** Marks an entry of the browser's history that `open` made: going back closes the dialog. */
const OPENED = 'selectionOpened'

/** The selection that the dialog shows. It is in the URL: a link opens it, "back" closes it. */
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

  /** After a link there is no entry to go back to: then the selection is removed from the URL. */
  function close(): void {
    if (window.history.state?.[OPENED]) router.back()
    else void router.replace({ query: withoutSelection() })
  }

  const withoutSelection = () => without(route.query, ['where', 'title', 'sort', 'page', 'size'])

  return { selection, open, close }
}
