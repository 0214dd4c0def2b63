import { onBeforeUnmount, ref, type Ref } from 'vue'

/** This machine's clock in milliseconds since 1970. It changes once a second. */
export function useNow(): Readonly<Ref<number>> {
  const now = ref(Date.now())
  const timer = setInterval(() => (now.value = Date.now()), 1000)
  onBeforeUnmount(() => clearInterval(timer))
  return now
}
