/* How many sessions a country has, as a shade: by the logarithm, since one country often has
   thousands of times another's. */

/** From the power of ten below the least to the most: what the palest and the strongest shade mean. */
export interface Scale {
  from: number
  to: number
}

export function scaleOf(counts: readonly number[]): Scale {
  const [least, most] = [Math.min(...counts), Math.max(...counts)]
  return counts.length
    ? { from: 10 ** Math.floor(Math.log10(least)), to: most }
    : { from: 1, to: 1 }
}

/** 0 is the palest shade, 1 the strongest. */
export function shadeOf(count: number, { from, to }: Scale): number {
  return to <= from ? 1 : Math.log(count / from) / Math.log(to / from)
}

/** A colour between two, each as the browser computes it: `rgb(1, 2, 3)`. */
export function mix(from: string, to: string, part: number): string {
  const [a, b] = [channels(from), channels(to)]
  return `rgb(${a.map((each, i) => Math.round(each + ((b[i] ?? 0) - each) * part)).join(', ')})`
}

/** The numbers on the scale with their places on it: powers of ten, or of a hundred, and the most. */
export function ticksOf(scale: Scale): { value: number; at: number }[] {
  const steps = Math.ceil(Math.log10(scale.to / scale.from))
  const stride = steps > 5 ? 2 : 1 // on a phone more than five numbers would touch
  const powers = Array.from(
    { length: Math.ceil(steps / stride) },
    (_, step) => scale.from * 10 ** (step * stride),
  )
  const apart = powers.filter((value) => shadeOf(value, scale) <= 0.82) // or it would touch the last
  return [...apart, scale.to].map((value) => ({ value, at: shadeOf(value, scale) }))
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
}
