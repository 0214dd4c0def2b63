import { formatCompact, formatCount, formatShare } from '@/format/numbers'

import { totalOf } from './counts'
import type { Palette } from './palette'
import { tooltipHtml } from './tooltip'
import type { ChartOption } from './types'

/** A bar of a distribution. */
export interface Bucket {
  /** In full, for a person: `10 - 15 m`. */
  title: string
  /** What the axis says: the number in the middle of the bar, or its lower bound at the left edge. */
  label: string
  count: number
}

/** What the buckets count: `['conference', 'conferences']`. */
export type Unit = readonly [one: string, many: string]

/** Upright bars, one per bucket, in the order given. Empty buckets have a place and no bar. */
export function buckets(
  bars: readonly Bucket[],
  unit: Unit,
  labels: 'centre' | 'edge',
  palette: Palette,
  animate: boolean,
): ChartOption {
  return {
    animation: animate,
    animationDuration: 350,
    animationDurationUpdate: 350,
    textStyle: { fontFamily: palette.font },
    aria: { enabled: true, label: { description: describe(bars, unit) } },
    grid: { left: 4, right: 4, top: 12, bottom: 4, outerBoundsMode: 'same' },
    tooltip: {
      trigger: 'axis',
      axisPointer: { type: 'shadow', z: 0, shadowStyle: { color: palette.hover, opacity: 1 } },
      className: 'chart-tooltip',
      confine: true,
      transitionDuration: 0.1,
      formatter: (params) => tooltipOf(bars, indexOf(params), unit),
    },
    xAxis: [
      {
        type: 'category',
        data: bars.map(({ label }) => label),
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { ...labelStyle(palette), show: labels === 'centre', interval: 'auto' },
      },
      {
        // The category axis has no labels between bars: a second one, along the same line, has.
        type: 'value',
        show: labels === 'edge',
        position: 'bottom',
        min: 0,
        max: bars.length,
        interval: 1,
        axisLine: { show: false },
        axisTick: { show: true, length: 4, lineStyle: { color: palette.line } },
        axisLabel: {
          ...labelStyle(palette),
          formatter: (edge: number) => bars[edge]?.label ?? '',
        },
        splitLine: { show: false },
      },
    ],
    yAxis: {
      type: 'value',
      minInterval: 1, // what is counted is whole
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { ...labelStyle(palette), margin: 8, formatter: formatCompact },
      splitLine: { lineStyle: { color: palette.line, type: [3, 4] } },
    },
    series: [
      {
        id: 'count',
        type: 'bar',
        data: bars.map(({ count }) => count || null),
        barCategoryGap: '24%',
        barMaxWidth: 64,
        barMinHeight: 2, // one of a million is still there
        itemStyle: { color: palette.series, borderRadius: [3, 3, 0, 0] },
        emphasis: { disabled: true },
      },
    ],
  }
}

const labelStyle = (palette: Palette) => ({
  color: palette.text,
  fontSize: 12,
  margin: 10,
  hideOverlap: true,
})

/** What a screen reader says instead of the picture; the table view has every number. */
export function describe(bars: readonly Bucket[], unit: Unit): string {
  const total = totalOf(bars)
  const peak = bars.reduce<Bucket | undefined>(
    (best, bar) => (bar.count > (best?.count ?? 0) ? bar : best),
    undefined,
  )
  const most = peak ? `, most of them in ${peak.title}: ${formatCount(peak.count)}` : ''
  return `Bar chart. ${formatCount(total)} ${total === 1 ? unit[0] : unit[1]}${most}.`
}

export function tooltipOf(bars: readonly Bucket[], index: number, [one, many]: Unit): string {
  const bar = bars[index]
  if (!bar) return ''
  const what = bar.count === 1 ? one : many
  const title = what.charAt(0).toUpperCase() + what.slice(1)
  return tooltipHtml(bar.title, [
    [title, formatCount(bar.count), formatShare(bar.count, totalOf(bars))],
  ])
}

/** ECharts hands an axis tooltip one entry per series, all of the same bucket. */
function indexOf(params: unknown): number {
  const first = (Array.isArray(params) ? params[0] : params) as { dataIndex?: number } | undefined
  return first?.dataIndex ?? -1
}
