import { formatCount, formatCountOf, formatShare, type Unit } from '@/format/numbers'

import { totalOf } from './counts'
import type { Palette } from './palette'
import { tooltipHtml } from './tooltip'
import type { ChartOption } from './types'
import { labelStyle, uprightBars } from './uprightBars'

/** A bar of a distribution: how many have a value between two bounds. */
export interface Bucket {
  /** Both bounds: `10 - 15 m`. */
  title: string
  /** The label on the axis: the lower bound, or the value if the bucket has only one. */
  label: string
  count: number
}

/** Upright bars, one for each bucket, in the given order. An empty bucket leaves a gap. */
export function buckets(
  bars: readonly Bucket[],
  unit: Unit,
  labels: 'centre' | 'edge',
  palette: Palette,
  animate: boolean,
): ChartOption {
  return {
    ...uprightBars(palette, animate, (index) => tooltipOf(bars, index, unit)),
    aria: { enabled: true, label: { description: describe(bars, unit) } },
    xAxis: [
      {
        type: 'category',
        data: bars.map(({ label }) => label),
        axisLine: { lineStyle: { color: palette.line } },
        axisTick: { show: false },
        axisLabel: { ...labelStyle(palette), show: labels === 'centre', interval: 'auto' },
      },
      {
        // A category axis has labels below bars only. This axis has labels at their left edges.
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
    series: [
      {
        id: 'count',
        type: 'bar',
        data: bars.map(({ count }) => count || null),
        barCategoryGap: '24%',
        barMaxWidth: 64,
        barMinHeight: 2, // a small count is visible beside a large one
        itemStyle: { color: palette.series, borderRadius: [3, 3, 0, 0] },
        emphasis: { disabled: true },
      },
    ],
  }
}

/** What a screen reader says for the chart. The table view has every number. */
export function describe(bars: readonly Bucket[], unit: Unit): string {
  const total = totalOf(bars)
  const peak = bars.reduce<Bucket | undefined>(
    (best, bar) => (bar.count > (best?.count ?? 0) ? bar : best),
    undefined,
  )
  const most = peak ? `, most of them in ${peak.title}: ${formatCount(peak.count)}` : ''
  return `Bar chart. ${formatCountOf(total, unit)}${most}.`
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
