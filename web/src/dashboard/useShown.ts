import { onActivated, onDeactivated, ref, type Ref } from 'vue'

/** False while the page is kept alive, but another page is shown. */
export function useShown(): Readonly<Ref<boolean>> {
  const shown = ref(true)
  onActivated(() => (shown.value = true))
  onDeactivated(() => (shown.value = false))
  return shown
}
