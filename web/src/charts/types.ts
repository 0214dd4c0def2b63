import type { BarSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GeoComponentOption,
  GridComponentOption,
  TooltipComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

/**
 * What the registered parts of ECharts understand; extend it together with `echarts.ts`, or for the
 * map `echartsMap.ts`.
 */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | ScatterSeriesOption
  | AriaComponentOption
  | GeoComponentOption
  | GridComponentOption
  | TooltipComponentOption
>
