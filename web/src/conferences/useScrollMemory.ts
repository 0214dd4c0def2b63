import { onMounted, type ShallowRef } from 'vue'
import { onBeforeRouteLeave, useRoute } from 'vue-router'

/** The scroll position at the time when a page was left, by the page's address. */
const left = new Map<string, number>()

/**
 * Scrolls an element to its position at the time when its page was left. It needs the element's
 * content when it is mounted: after "back" it is still in memory. The router scrolls the window.
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
