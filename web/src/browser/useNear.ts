import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How far from the window something counts as about to be seen. */
const MARGIN = '300px'

/** Whether an element is seen, or about to be. */
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
