import type { BarSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GridComponentOption,
  TooltipComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

/** What the registered parts of ECharts understand; extend it together with `echarts.ts`. */
export type ChartOption = ComposeOption<
  BarSeriesOption | AriaComponentOption | GridComponentOption | TooltipComponentOption
>
