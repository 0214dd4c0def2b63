import { onBeforeUnmount, type Ref, watch } from 'vue'

import { afterPaint, whenIdle } from '@/browser/scheduling'
import { useNear } from '@/browser/useNear'

/**
 * Decides when a chart is drawn. `plan` draws it after the next paint if it is visible, else when
 * the browser is idle: text comes before drawings. Several calls of `plan` make one drawing.
 */
export function useDrawing(element: Readonly<Ref<HTMLElement | null>>, draw: () => void) {
  const near = useNear(element)
  let planned = false
  let cancel = () => {}

  watch(near, () => near.value && planned && plan())
  onBeforeUnmount(() => cancel())

  /** Draws at once. A chart of a page that is not shown has no size, and is drawn later. */
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
