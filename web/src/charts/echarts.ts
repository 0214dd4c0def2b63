/* The parts of ECharts that every chart needs. One chunk, loaded for the first chart. */
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer])

export { init }
