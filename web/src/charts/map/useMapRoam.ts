import type { EChartsType } from 'echarts/core'
import { computed, ref, type Ref, watch } from 'vue'

const STRIDE = 60 // pixels that an arrow key moves the map
const STEP = 1.5 // factor of a button or key
const NOTCH = 1.15 // factor of a notch of the wheel

/** Moves and zooms a map by buttons, keys and wheel. ECharts itself handles drags and pinches. */
export function useMapRoam(chart: Readonly<Ref<EChartsType | undefined>>) {
  const zoom = ref(1)
  const isZoomed = computed(() => zoom.value > 1.01)

  watch(chart, (drawn) => {
    drawn?.on('georoam', () => {
      const { geo } = drawn.getOption() as { geo: { zoom?: number }[] }
      zoom.value = geo[0]?.zoom ?? 1
    })
  })

  const roam = (change: object) =>
    chart.value?.dispatchAction({ type: 'geoRoam', geoIndex: 0, ...change })
  const move = (dx: number, dy: number) => roam({ dx: dx * STRIDE, dy: dy * STRIDE })

  /** Zooms around a point of the chart, in pixels. Without a point, around its middle. */
  function zoomBy(factor: number, x?: number, y?: number): void {
    const originX = x ?? (chart.value?.getWidth() ?? 0) / 2
    const originY = y ?? (chart.value?.getHeight() ?? 0) / 2
    roam({ zoom: factor, originX, originY })
  }
  const zoomIn = () => zoomBy(STEP)
  const zoomOut = () => zoomBy(1 / STEP)

  function reset(): void {
    zoom.value = 1
    chart.value?.setOption({ geo: { zoom: 1, center: null } })
  }

  const keys: Record<string, () => void> = {
    ArrowLeft: () => move(1, 0),
    ArrowRight: () => move(-1, 0),
    ArrowUp: () => move(0, 1),
    ArrowDown: () => move(0, -1),
    '+': zoomIn,
    '=': zoomIn, // the same key without Shift
    '-': zoomOut,
    '0': reset,
  }

  function press(event: KeyboardEvent): void {
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault() // else the arrow keys would scroll the page
    act()
  }

  /** The wheel scrolls the page. With Ctrl it zooms; a pinch on a touchpad also sends Ctrl. */
  function turn(event: WheelEvent): void {
    if (!event.ctrlKey) return
    event.preventDefault()
    zoomBy(event.deltaY < 0 ? NOTCH : 1 / NOTCH, event.offsetX, event.offsetY)
  }

  return { isZoomed, zoomIn, zoomOut, reset, press, turn }
}
