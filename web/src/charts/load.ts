/** Starts loading ECharts, once; call it early so that code and data travel together. */
export const loadECharts = () => import('./echarts')
