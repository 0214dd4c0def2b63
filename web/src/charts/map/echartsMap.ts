/* What the map needs besides `echarts.ts`, as a chunk of its own. */
import { ScatterChart } from 'echarts/charts'
import { GeoComponent } from 'echarts/components'
import { registerMap, use } from 'echarts/core'

import { loadWorld } from './countries'
import { WORLD } from './worldMap'

use([ScatterChart, GeoComponent])

/** ECharts itself lets a map be registered once or a hundred times; the shapes are read once. */
export async function registerWorld(): Promise<void> {
  registerMap(WORLD, await loadWorld())
}
