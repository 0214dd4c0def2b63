import { onActivated, onDeactivated, ref, type Ref } from 'vue'

/** False while a page that is kept alive is not the one that is looked at. */
export function useShown(): Readonly<Ref<boolean>> {
  const shown = ref(true)
  onActivated(() => (shown.value = true))
  onDeactivated(() => (shown.value = false))
  return shown
}
