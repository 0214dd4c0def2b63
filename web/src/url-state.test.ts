import { describe, expect, test } from 'vitest'

import {
  DEFAULT_RANGE,
  hasFilters,
  NO_FILTERS,
  readState,
  safeNext,
  sameRange,
  type ViewState,
  writeState,
} from './url-state'

const DEFAULT: ViewState = { range: DEFAULT_RANGE, filters: NO_FILTERS, tables: [] }

describe('reading the URL', () => {
  test('an empty query is the default view', () => {
    expect(readState({})).toEqual(DEFAULT)
  })

  test('a parameter may be given once or repeatedly, and equal views read equal', () => {
    const one = readState({ browser: ['Safari', 'Chrome', 'Safari'], country: 'DE' })
    const other = readState({ country: ['DE'], browser: ['Chrome', 'Safari'] })

    expect(one).toEqual(other)
    expect(one.filters).toEqual({ ...NO_FILTERS, browser: ['Chrome', 'Safari'], country: ['DE'] })
  })

  test('days are taken if both exist and are in order', () => {
    expect(readState({ from: '2026-12-30', to: '2027-01-02', range: '7d' }).range).toEqual({
      kind: 'days',
      from: '2026-12-30',
      to: '2027-01-02',
    })
  })

  test.each([
    { range: '31d' },
    { range: null },
    { range: '' },
    { from: '2026-11-01' },
    { from: '2026-02-30', to: '2026-03-01' },
    { from: '2026-11-02', to: '2026-11-01' },
    { from: 'yesterday', to: 'today' },
    { browser: null, os: [null, ''], country: '  ' },
  ])('what cannot be understood is as if it were not there: %o', (query) => {
    expect(readState(query)).toEqual(DEFAULT)
  })
})

describe('writing the URL', () => {
  test('the default view needs no query', () => {
    expect(writeState(DEFAULT)).toEqual({})
  })

  test.each<ViewState>([
    { ...DEFAULT, range: { kind: 'named', name: '24h' } },
    { ...DEFAULT, range: { kind: 'days', from: '2026-12-31', to: '2027-01-01' } },
    { ...DEFAULT, tables: ['conferences'] },
    {
      ...DEFAULT,
      filters: {
        browser: ['A&B=C', 'Chrome'],
        os: ['Unknown'],
        country: ['DE'],
        app_version: ['1'],
      },
    },
  ])('what is written reads back the same: %o', (state) => {
    expect(readState(writeState(state))).toEqual(state)
  })
})

test('ranges are the same by what they mean', () => {
  expect(sameRange({ kind: 'named', name: '7d' }, { kind: 'named', name: '7d' })).toBe(true)
  expect(sameRange({ kind: 'named', name: '7d' }, { kind: 'named', name: '30d' })).toBe(false)
  const days = { kind: 'days', from: '2026-11-01', to: '2026-11-07' } as const
  expect(sameRange(days, { ...days })).toBe(true)
  expect(sameRange(days, { ...days, to: '2026-11-08' })).toBe(false)
  expect(sameRange(days, { kind: 'named', name: '7d' })).toBe(false)
})

test('one value of one dimension is a filter', () => {
  expect(hasFilters(NO_FILTERS)).toBe(false)
  expect(hasFilters({ ...NO_FILTERS, app_version: ['2.0'] })).toBe(true)
})

test.each([
  ['/apps/1?range=7d&browser=Chrome', '/apps/1?range=7d&browser=Chrome'],
  ['/', '/'],
  ['//elsewhere.example', '/'],
  ['/\\elsewhere.example', '/'],
  ['https://elsewhere.example', '/'],
  ['javascript:alert(1)', '/'],
  [undefined, '/'],
  [['/apps/1', '/apps/2'], '/'],
])('after a sign-in, next=%o leads to %s', (next, expected) => {
  expect(safeNext(next)).toBe(expected)
})
