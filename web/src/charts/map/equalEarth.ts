/**
 * The Equal Earth projection (Šavrič, Patterson and Jenny, 2018). It keeps areas, so that a country
 * in the far north does not look larger than it is. Both sides are degrees. y grows downwards, as
 * on a screen.
 */
const [A1, A2, A3, A4] = [1.340264, -0.081106, 0.000893, 0.003796]
const M = Math.sqrt(3) / 2
const RADIANS = Math.PI / 180
const STEPS = 12 // Newton's method is exact to 1e-9 after about 5

const yOf = (t: number) => t * (A1 + A2 * t ** 2 + t ** 6 * (A3 + A4 * t ** 2))
const slopeOf = (t: number) => A1 + 3 * A2 * t ** 2 + t ** 6 * (7 * A3 + 9 * A4 * t ** 2)

export function project([longitude, latitude]: readonly number[]): [number, number] {
  const t = Math.asin(M * Math.sin((latitude ?? 0) * RADIANS))
  const x = ((longitude ?? 0) * RADIANS * Math.cos(t)) / (M * slopeOf(t))
  return [x / RADIANS, -yOf(t) / RADIANS]
}

export function unproject([x, y]: readonly number[]): [number, number] {
  const wanted = -(y ?? 0) * RADIANS
  let t = wanted
  for (let step = 0; step < STEPS; step++) t -= (yOf(t) - wanted) / slopeOf(t)
  const longitude = (M * (x ?? 0) * RADIANS * slopeOf(t)) / Math.cos(t)
  return [longitude / RADIANS, Math.asin(Math.sin(t) / M) / RADIANS]
}
