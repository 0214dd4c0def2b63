import { readFileSync } from 'node:fs'

import { expect, test } from 'vitest'

/* Linear RGB as colour-blind people see it (Machado, Oliveira and Fernandes, 2009, full severity).
 */
const SIGHT = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [
    0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998,
  ],
  deuteranopia: [
    0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881,
  ],
  tritanopia: [
    1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039,
  ],
}
/** A distance in OKLab, times 100. 2 is just noticeable side by side; 10 tells bars apart. */
const FAR_APART = 10

type Triple = [number, number, number]

function statusColours(theme: 'light' | 'dark'): [string, Triple][] {
  const css = readFileSync(new URL('../design/tokens.css', import.meta.url), 'utf8')
  const tokens = css.matchAll(
    /--status-(success|warning|error|ongoing): light-dark\((#\w+), (#\w+)\)/g,
  )
  return [...tokens].map(([, status, light, dark]) => [
    status ?? '',
    linear((theme === 'light' ? light : dark) ?? ''),
  ])
}

function linear(hex: string): Triple {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}

function apply(matrix: readonly number[], [r, g, b]: Triple): Triple {
  const row = (at: number) =>
    (matrix[at] ?? 0) * r + (matrix[at + 1] ?? 0) * g + (matrix[at + 2] ?? 0) * b
  return [row(0), row(3), row(6)]
}

function oklab(rgb: Triple): Triple {
  const cone = apply(
    [
      0.4122214708, 0.5363325363, 0.0514459929, 0.2119034982, 0.6806995451, 0.1073969566,
      0.0883024619, 0.2817188376, 0.6299787005,
    ],
    rgb,
  ).map((value) => Math.cbrt(Math.max(0, value))) as Triple
  return apply(
    [
      0.2104542553, 0.793617785, -0.0040720468, 1.9779984951, -2.428592205, 0.4505937099,
      0.0259040371, 0.7827717662, -0.808675766,
    ],
    cone,
  )
}

const cases = (['light', 'dark'] as const).flatMap((theme) =>
  Object.entries(SIGHT).map(([sight, matrix]) => ({ theme, sight, matrix })),
)

test.each(cases)('statuses are told apart in $theme with $sight', ({ theme, matrix }) => {
  const seen = statusColours(theme).map(
    ([status, colour]) => [status, oklab(apply(matrix, colour))] as const,
  )
  expect(seen).toHaveLength(4)
  const pairs = seen.flatMap(([one, a], i) =>
    seen.slice(i + 1).map(([other, b]) => ({
      pair: `${one} and ${other}`,
      distance: 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]),
    })),
  )
  expect(pairs.filter(({ distance }) => distance < FAR_APART)).toEqual([])
})
