import { describe, expect, test } from 'vitest'

import { FIGURE_TITLES, type Figures, figuresOf, periodBefore } from './figures'

const BEFORE: Figures = {
  conferences: 1000,
  with_errors: 100,
  with_warnings: 50,
  participants: 2500,
  connections: 4000,
  relayed: 400,
  set_up: 3000,
  setup_ms_median: { min_ms: 400, max_ms: 420 },
  setup_ms_p95: { min_ms: 2000, max_ms: 2100 },
}
const NOW: Figures = {
  conferences: 1100,
  with_errors: 145,
  with_warnings: 44,
  participants: 2750,
  connections: 4000,
  relayed: 400,
  set_up: 3000,
  setup_ms_median: { min_ms: 420, max_ms: 440 },
  setup_ms_p95: { min_ms: 12_000, max_ms: null },
}
const NOTHING: Figures = {
  conferences: 0,
  with_errors: 0,
  with_warnings: 0,
  participants: 0,
  connections: 0,
  relayed: 0,
  set_up: 0,
  setup_ms_median: null,
  setup_ms_p95: null,
}

const inShort = (current: Figures, previous: Figures | null) =>
  figuresOf(current, previous).map(({ value, change, before }) => [
    value,
    change && `${change.text}: ${change.tone}`,
    before,
  ])

describe('figures', () => {
  test('have a change since the period before, which is better, worse or neutral', () => {
    expect(inShort(NOW, BEFORE)).toEqual([
      ['1,100', 'up 10%: neutral', '1,000'],
      ['13.2%', 'up 3.2 points: worse', '10%'],
      ['4%', 'down 1 point: better', '5%'],
      ['≈ 430 ms', 'up 4.9%: worse', '≈ 410 ms'],
      ['≥ 12 s', 'up 485.4%: worse', '≈ 2,050 ms'],
      ['10%', 'no change: neutral', '10%'],
      ['2.5', 'no change: neutral', '2.5'],
    ])
  })

  test('grow in per cent up to a factor of ten, and then by a factor', () => {
    const grown = (conferences: number) =>
      figuresOf({ ...NOW, conferences }, BEFORE)[0]?.change?.text
    expect([9_990, 10_000, 577_400].map(grown)).toEqual(['up 899%', 'up 10-fold', 'up 577-fold'])
  })

  test('have exact numbers if they are rounded', () => {
    expect(figuresOf(NOW, BEFORE).map(({ exactly }) => exactly)).toEqual([
      undefined,
      '145 of 1,100',
      '44 of 1,100',
      'at least 420 ms, less than 440 ms',
      undefined,
      '400 of 4,000',
      undefined,
    ])
  })

  test('have no change without a value or a period before', () => {
    const values = ['1,100', '13.2%', '4%', '≈ 430 ms', '≥ 12 s', '10%', '2.5']
    const before = ['0', '–', '–', '–', '–', '–', '–']
    expect(inShort(NOW, NOTHING)).toEqual(values.map((value, i) => [value, null, before[i]]))
    expect(inShort(NOW, null)).toEqual(values.map((value) => [value, null, '–']))
  })

  test('without data are dashes', () => {
    expect(inShort(NOTHING, BEFORE).map(([value, change]) => [value, change])).toEqual([
      ['0', 'down 100%: neutral'],
      ...Array.from({ length: 6 }, () => ['–', null]),
    ])
  })

  test('have the same titles while they are loading', () => {
    expect(figuresOf(NOW, null).map(({ title }) => title)).toEqual(FIGURE_TITLES)
  })
})

test.each([
  [{ kind: 'named', name: '24h' }, 'the same hours a day earlier'],
  [{ kind: 'named', name: '30d' }, 'the 30 days before, up to the same hour'],
  [{ kind: 'days', from: '2026-11-22', to: '2026-11-22' }, 'the day before'],
  [{ kind: 'days', from: '2026-12-30', to: '2027-01-02' }, 'the 4 days before'],
] as const)('%o is compared with %s', (range, expected) => {
  expect(periodBefore(range)).toBe(expected)
})
