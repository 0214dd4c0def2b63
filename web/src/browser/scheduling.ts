/** A page that is never idle does all the same what waits for that. */
const LATEST_MS = 2_000

/** Calls `act` when what the page has now is on the screen; gives the way to call it off. */
export function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const frame = requestAnimationFrame(() => (timer = setTimeout(act)))
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}

/** Calls `act` when the browser has time; gives the way to call it off. */
export function whenIdle(act: () => void): () => void {
  // Safari has none to ask.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(act, 200)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(act, { timeout: LATEST_MS })
  return () => cancelIdleCallback(handle)
}
