import { onMounted, type ShallowRef } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** The link by which a page was left, by the page's position in the browser's history. */
const left = new Map<number, string>()

/** After "back", focuses the link in `element` by which the page was left. */
export function useFocusMemory(element: Readonly<ShallowRef<HTMLElement | null>>): void {
  onBeforeRouteLeave(() => {
    const link = document.activeElement?.getAttribute('href')
    if (link && element.value?.contains(document.activeElement)) left.set(place(), link)
  })
  onMounted(() => {
    const link = left.get(place())
    left.delete(place())
    const links = [...(element.value?.querySelectorAll('a') ?? [])]
    const back = links.find((each) => each.getAttribute('href') === link)
    back?.focus({ preventScroll: true }) // the router restores the scroll position
  })
}

/** The router numbers the entries of the browser's history. */
const place = (): number => window.history.state?.position
