import { onMounted, type ShallowRef } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

/** The link that led away from a page, by the page's place in the browser's history. */
const left = new Map<number, string>()

/** Coming back, the focus is on the link in `element` that one went away by. */
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
    back?.focus({ preventScroll: true }) // where it was scrolled to is remembered too
  })
}

/** The router numbers the entries of the history. */
const place = (): number => window.history.state?.position
