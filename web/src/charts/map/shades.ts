/* The shade of a country by the logarithm of its sessions: numbers can differ by a factor of
   thousands. */

/** The numbers of the palest and of the strongest shade. */
export interface Scale {
  from: number
  to: number
}

/** From the power of ten below the least number, to the largest number. */
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

/** A colour between two. Both are in the form that browsers compute: `rgb(1, 2, 3)`. */
export function mix(from: string, to: string, part: number): string {
  const [a, b] = [channels(from), channels(to)]
  return `rgb(${a.map((each, i) => Math.round(each + ((b[i] ?? 0) - each) * part)).join(', ')})`
}

/**
 * The numbers below the scale: powers of ten or of a hundred, and the largest number. `at` is the
 * place on the scale, from 0 to 1.
 */
export function ticksOf(scale: Scale): { value: number; at: number }[] {
  const steps = Math.ceil(Math.log10(scale.to / scale.from))
  const stride = steps > 5 ? 2 : 1 // a phone has room for five numbers
  const powers = Array.from(
    { length: Math.ceil(steps / stride) },
    (_, step) => scale.from * 10 ** (step * stride),
  )
  const apart = powers.filter((value) => shadeOf(value, scale) <= 0.82) // no room beside the last
  return [...apart, scale.to].map((value) => ({ value, at: shadeOf(value, scale) }))
}

function channels(colour: string): number[] {
  return (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number)
}
