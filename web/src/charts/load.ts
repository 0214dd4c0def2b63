/** Starts loading ECharts, once; call it early so that code and data travel together. */
export const loadECharts = () => import('./echarts')

/** The same with the map's parts and the shapes of the countries. */
export async function loadMap() {
  const [echarts, { registerWorld }] = await Promise.all([
    loadECharts(),
    import('./map/echartsMap'),
  ])
  await registerWorld()
  return echarts
}
