/* The parts of ECharts that are used, as one chunk that is loaded when the first chart is. */
import { BarChart } from 'echarts/charts'
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, AriaComponent, GridComponent, TooltipComponent, SVGRenderer])

export { init }
