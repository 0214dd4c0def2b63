/** Loads ECharts once. An early call loads it at the same time as the data. */
export const loadECharts = () => import('./echarts')

/** Loads ECharts with the parts for the map and the shapes of the countries. */
export async function loadMap() {
  const [echarts, { registerWorld }] = await Promise.all([
    loadECharts(),
    import('./map/echartsMap'),
  ])
  await registerWorld()
  return echarts
}
