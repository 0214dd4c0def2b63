import { onMounted, type ShallowRef } from 'vue'
import { onBeforeRouteLeave, useRoute } from 'vue-router'

/** Where something was scrolled to when its page was left, by the page's address. */
const left = new Map<string, number>()

/**
 * Scrolls an element to where it was when its page was last left. The window itself is the router's
 * to scroll. What it shows must be there at once, from memory; if it is not, there is nothing to
 * scroll to.
 */
export function useScrollMemory(element: Readonly<ShallowRef<HTMLElement | null>>): void {
  const route = useRoute()
  onBeforeRouteLeave((_to, from) => {
    if (element.value) left.set(from.fullPath, element.value.scrollTop)
  })
  onMounted(() => {
    const top = left.get(route.fullPath)
    left.delete(route.fullPath)
    if (top && element.value) element.value.scrollTop = top
  })
}
