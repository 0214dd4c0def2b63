import { onBeforeUnmount, type Ref, watch } from 'vue'

import { afterPaint, whenIdle } from '@/browser/scheduling'
import { useNear } from '@/browser/useNear'

/**
 * Draws first what is seen, and the rest when there is nothing better to do. Even what is seen comes
 * after the page's text: numbers do not wait for pictures. `plan` asks for a drawing; several asked
 * for are one.
 */
export function useDrawing(element: Readonly<Ref<HTMLElement | null>>, draw: () => void) {
  const near = useNear(element)
  let planned = false
  let cancel = () => {}

  watch(near, () => near.value && planned && plan())
  onBeforeUnmount(() => cancel())

  /** At once, whoever is looking; but not while the page is put aside, where it has no size. */
  function now(): void {
    cancel()
    if (!element.value?.isConnected) return
    planned = false
    draw()
  }

  function plan(): void {
    cancel()
    planned = true
    cancel = near.value ? afterPaint(now) : whenIdle(now)
  }

  return { plan, now }
}
