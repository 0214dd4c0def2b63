import { onBeforeUnmount, onMounted, ref, type Ref, type ShallowRef } from 'vue'

/** The width of an element in pixels. 0 until the element is mounted. */
export function useElementWidth(element: Readonly<ShallowRef<HTMLElement | null>>): Ref<number> {
  const width = ref(0)
  const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? 0))
  onMounted(() => {
    if (!element.value) return
    width.value = element.value.clientWidth
    observer.observe(element.value)
  })
  onBeforeUnmount(() => observer.disconnect())
  return width
}
