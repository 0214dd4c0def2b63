import { onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** How far below the window something counts as about to be seen. */
const MARGIN = '300px'
/** A page that is never idle draws all the same. */
const LATEST_MS = 2_000

/**
 * Draws first what is seen, and the rest when there is nothing better to do. Even what is seen comes
 * after the page's text: numbers do not wait for pictures. `plan` asks for a drawing; several asked
 * for are one.
 */
export function useDrawing(element: Readonly<Ref<HTMLElement | null>>, draw: () => void) {
  const near = ref(false)
  let planned = false
  let cancel = () => {}

  const observer = new IntersectionObserver(
    (entries) => {
      near.value = entries.at(-1)?.isIntersecting ?? false
      if (near.value && planned) plan()
    },
    { rootMargin: MARGIN },
  )
  onMounted(() => element.value && observer.observe(element.value))
  onBeforeUnmount(() => {
    observer.disconnect()
    cancel()
  })

  /** At once, whoever is looking; but not while the page is put aside, where it has no size. */
  function now(): void {
    cancel()
    if (!element.value?.isConnected) return
    planned = false
    draw()
  }

  function plan(): void {
    cancel()
    planned = true
    cancel = near.value ? afterPaint(now) : whenIdle(now)
  }

  return { plan, now }
}

/** Calls `act` when what the page has now is on the screen; gives the way to call it off. */
function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => (timer = setTimeout(act)))
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** Calls `act` when the browser has time; gives the way to call it off. */
function whenIdle(act: () => void): () => void {
  // Safari has none to ask.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(act, { timeout: LATEST_MS })
  return () => cancelIdleCallback(handle)
}
