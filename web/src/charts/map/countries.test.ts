import atlas from 'world-atlas/countries-110m.json'
import { expect, test } from 'vitest'

import { worldOf } from './countries'
import { SHAPED } from './onMap'
import { isSmall } from './smallCountries'

const world = worldOf(atlas as never)
const codes = world.features.map(({ properties }) => properties.name)
const parts = (code: string) =>
  world.features.find(({ properties }) => properties.name === code)?.geometry.coordinates ?? []

test('every country has one shape, named by its two letters', () => {
  expect(codes.toSorted()).toEqual([...SHAPED])
  expect(codes.filter((code) => !/^[A-Z]{2}$/.test(code))).toEqual([])
})

test('no country has both a shape and a diamond', () => {
  expect(codes.filter((code) => isSmall(code))).toEqual([])
})

test('no edge of a shape runs across the map', () => {
  const widest = Math.max(
    ...world.features.flatMap(({ geometry }) =>
      geometry.coordinates
        .flat()
        .flatMap((ring) => ring.slice(1).map(([x = 0], at) => Math.abs(x - (ring[at]?.[0] ?? 0)))),
    ),
  )
  expect(widest).toBeLessThan(15)
  expect(
    parts('RU')
      .flat(2)
      .map(([x]) => x),
  ).toEqual(expect.arrayContaining([180, -180]))
})
