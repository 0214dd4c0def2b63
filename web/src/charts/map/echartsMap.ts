/* The parts of ECharts that only the map needs, besides `echarts.ts`. A chunk of its own. */
import { ScatterChart } from 'echarts/charts'
import { GeoComponent } from 'echarts/components'
import { registerMap, use } from 'echarts/core'

import { loadWorld } from './countries'
import { WORLD } from './worldMap'

use([ScatterChart, GeoComponent])

/** May be called again: registering a map twice does no harm, and the shapes are loaded once. */
export async function registerWorld(): Promise<void> {
  registerMap(WORLD, await loadWorld())
}
