import { formatCompact } from '@/format/numbers'

import type { Palette } from './palette'
import type { ChartOption } from './types'

/* What all charts of upright bars share. */

export const GRID = { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same' } as const

/** The basic option. `tooltipAt` gives the HTML of the tooltip of a bar, by its index from 0. */
export function uprightBars(
  palette: Palette,
  animate: boolean,
  tooltipAt: (index: number) => string,
): ChartOption {
  return {
    animation: animate,
    animationDuration: 350,
    animationDurationUpdate: 350,
    textStyle: { fontFamily: palette.font },
    grid: GRID,
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', z: 0, shadowStyle: { color: palette.hover, opacity: 1 } },
      className: 'chart-tooltip',
      confine: true,
      transitionDuration: 0.1,
      formatter: (params) => tooltipAt(indexOf(params)),
    },
    yAxis: {
      type: 'value',
      minInterval: 1, // counts are whole numbers
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...labelStyle(palette), margin: 8, formatter: formatCompact },
      splitLine: { lineStyle: { color: palette.line, type: [3, 4] } },
    },
  }
}

export const labelStyle = (palette: Palette) => ({
  color: palette.text,
  fontSize: 12,
  margin: 10,
  hideOverlap: true,
})

/** ECharts gives the tooltip of an axis one entry for each series. All have the same index. */
function indexOf(params: unknown): number {
  const first = (Array.isArray(params) ? params[0] : params) as { dataIndex?: number } | undefined
  return first?.dataIndex ?? -1
}
