import type { BarSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GeoComponentOption,
  GridComponentOption,
  TooltipComponentOption,
} from 'echarts/components'
import type { ComposeOption } from 'echarts/core'

/**
 * The options of the parts of ECharts that are registered. Add a part here and in `echarts.ts`, or
 * in `echartsMap.ts` for the map.
 */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | ScatterSeriesOption
  | AriaComponentOption
  | GeoComponentOption
  | GridComponentOption
  | TooltipComponentOption
>
