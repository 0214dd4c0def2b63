import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** An element that is nearer to the window than this counts as near. */
const MARGIN = '300px'

/** True while an element is visible, or near the visible part of the page. */
export function useNear(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const near = ref(false)
  const observer = new IntersectionObserver(
    (entries) => (near.value = entries.at(-1)?.isIntersecting ?? false),
    { rootMargin: MARGIN },
  )
  onMounted(() => element.value && observer.observe(element.value))
  onBeforeUnmount(() => observer.disconnect())
  return near
}
