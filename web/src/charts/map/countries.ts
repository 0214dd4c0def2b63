import { feature } from 'topojson-client'

import { cutAtDateLine } from './dateLine'

type Topology = Parameters<typeof feature>[0]
type Shapes = Parameters<typeof feature>[1]
/** GeoJSON for ECharts. The name of each shape is its country's ISO 3166 alpha-2 code. */
export interface World {
  type: 'FeatureCollection'
  features: {
    type: 'Feature'
    properties: { name: string }
    geometry: { type: 'MultiPolygon'; coordinates: number[][][][] }
  }[]
}

/** The country that GeoIP data gives for shapes that have only a name in the source. */
const UNNUMBERED: Record<string, string> = { Kosovo: 'XK', 'N. Cyprus': 'CY', Somaliland: 'SO' }
/** French Guiana is a part of the shape of France, but has its own code in GeoIP data. */
const ownerOf = (code: string, polygon: number[][][]): string =>
  code === 'FR' && (polygon[0]?.[0]?.[0] ?? 0) < -50 ? 'GF' : code
/** It has no conferences, and is as wide as the whole map. */
const ANTARCTICA = 'AQ'

/** The countries of the world at 1:110,000,000 (Natural Earth), 38 kB gzipped, loaded once. */
export async function loadWorld(): Promise<World> {
  const { default: atlas } = await import('world-atlas/countries-110m.json')
  return worldOf(atlas as unknown as Topology)
}

/** One shape for each country. Several shapes of a country in the source become one. */
export function worldOf(topology: Topology): World {
  const shapes = feature(topology, topology.objects.countries as Shapes)
  const polygons = new Map<string, number[][][][]>()
  for (const { id, properties, geometry } of 'features' in shapes ? shapes.features : [shapes]) {
    const code = id === undefined ? UNNUMBERED[String(properties?.name)] : alpha2(String(id))
    if (!code || code === ANTARCTICA) continue
    const parts =
      geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : geometry.type === 'MultiPolygon'
          ? geometry.coordinates
          : []
    for (const part of parts.flatMap(cutAtDateLine)) {
      const owner = ownerOf(code, part)
      polygons.set(owner, [...(polygons.get(owner) ?? []), part])
    }
  }
  return {
    type: 'FeatureCollection',
    features: [...polygons].map(([name, coordinates]) => ({
      type: 'Feature',
      properties: { name },
      geometry: { type: 'MultiPolygon', coordinates },
    })),
  }
}

/** `DE` for `276`. Every browser knows the canonical form of a numeric region code (UTS #35). */
function alpha2(numeric: string): string | undefined {
  return new Intl.Locale('und', { region: numeric }).region
}
