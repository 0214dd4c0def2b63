type Point = number[]
type Ring = Point[]

/**
 * Cuts a polygon into parts that do not cross the 180th meridian. In the source, Russia and Fiji
 * cross it. On a flat map, such a shape would be a band from one edge to the other.
 */
export function cutAtDateLine(polygon: readonly Ring[]): Ring[][] {
  const unwrapped = polygon.map(unwrap)
  const parts = [-360, 0, 360].map((turn) =>
    unwrapped
      .map((ring) => ring.map(([x = 0, y = 0]) => [x + turn, y]))
      .map((ring) => clip(clip(ring, -1), 1))
      .filter((ring) => ring.length > 2),
  )
  return parts.filter((part) => part.length > 0)
}

/** The ring with longitudes that continue beyond 180 or below -180 where it crosses. */
function unwrap(ring: Ring): Ring {
  let turn = 0
  return ring.map(([x = 0, y = 0], at) => {
    const before = ring[at - 1]?.[0] ?? x
    if (x - before > 180) turn -= 360
    if (before - x > 180) turn += 360
    return [x + turn, y]
  })
}

/** The part of a ring on one side of the meridian `side` * 180 (Sutherland and Hodgman, 1974). */
function clip(ring: Ring, side: 1 | -1): Ring {
  const isInside = ([x = 0]: Point) => x * side <= 180
  return ring.flatMap((point, at) => {
    const before = ring[at - 1] ?? point
    const kept = isInside(point) ? [point] : []
    return isInside(before) === isInside(point) ? kept : [crossing(before, point, side), ...kept]
  })
}

function crossing([x1 = 0, y1 = 0]: Point, [x2 = 0, y2 = 0]: Point, side: 1 | -1): Point {
  return [180 * side, y1 + ((y2 - y1) * (180 * side - x1)) / (x2 - x1)]
}
