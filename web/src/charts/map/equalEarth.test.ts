import { expect, test } from 'vitest'

import { project, unproject } from './equalEarth'

/** The area of a small cell of the grid, relative to its area on the globe. */
function scaleAt(longitude: number, latitude: number): number {
  const step = 1e-3
  const [x, y] = project([longitude, latitude])
  const [x2, y2] = project([longitude + step, latitude + step])
  const [x3, y3] = project([longitude + step, latitude])
  const area = Math.abs((x3 - x) * (y2 - y) - (x2 - x) * (y3 - y))
  return area / (step * step * Math.cos((latitude * Math.PI) / 180))
}

test('areas are the same everywhere as on the globe', () => {
  for (const [longitude, latitude] of [
    [0, 0],
    [10, 50],
    [-120, 70],
    [150, -35],
  ] as const) {
    expect(scaleAt(longitude, latitude)).toBeCloseTo(1, 3)
  }
})

test('north is up, east is right', () => {
  const [x, y] = project([10, 50])
  expect(x).toBeGreaterThan(0)
  expect(y).toBeLessThan(0)
})

test('the map has the width and height of the publication, in radians', () => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  expect(radians(project([180, 0])[0])).toBeCloseTo(2.7066299836960748, 9)
  expect(radians(-project([0, 90])[1])).toBeCloseTo(1.3173627591574133, 9)
})

test('unproject is the inverse of project', () => {
  for (const place of [
    [0, 0],
    [13.4, 52.5],
    [-179, -80],
    [179.9, 89],
  ]) {
    const [longitude, latitude] = unproject(project(place))
    expect([longitude, latitude]).toEqual(place.map((each) => expect.closeTo(each, 6)))
  }
})
