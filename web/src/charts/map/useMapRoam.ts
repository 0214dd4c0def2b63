import type { EChartsType } from 'echarts/core'
import { computed, ref, type Ref, watch } from 'vue'

const STRIDE = 60 // px
const STEP = 1.5
const NOTCH = 1.15

/** Moves and zooms a map by buttons, keys and wheel; dragging and pinching is ECharts' own. */
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

  /** Around a point of the chart, or its middle. */
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
    event.preventDefault() // arrows would scroll the page
    act()
  }

  /** The wheel alone scrolls the page; with Ctrl, which a pinched touchpad sends too, it zooms. */
  function turn(event: WheelEvent): void {
    if (!event.ctrlKey) return
    event.preventDefault()
    zoomBy(event.deltaY < 0 ? NOTCH : 1 / NOTCH, event.offsetX, event.offsetY)
  }

  return { isZoomed, zoomIn, zoomOut, reset, press, turn }
}
