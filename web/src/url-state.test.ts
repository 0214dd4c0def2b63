import { describe, expect, test } from 'vitest'

import {
  changeState,
  DEFAULT_STATE as DEFAULT,
  hasFilters,
  NO_FILTERS,
  readState,
  safeNext,
  sameRange,
  sharedState,
  type ViewState,
  writeState,
} from './url-state'

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
    { from: '0001-01-01', to: '9999-12-31' },
    { zone: 'Mars/Olympus_Mons' },
    { zone: '+02:00' },
    { zone: null },
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
    { ...DEFAULT, zone: 'America/New_York' },
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

test.each([
  ['europe/berlin', 'Europe/Berlin'],
  ['UTC', 'UTC'],
  ['Etc/UTC', 'UTC'],
  ['GMT', 'UTC'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Kolkata', 'Asia/Kolkata'],
])('the zone %s is read as %s', (zone, expected) => {
  expect(readState({ zone }).zone).toBe(expected)
})

describe('changing the URL', () => {
  const query = {
    range: '7d',
    browser: 'Chrome',
    table: ['issues', 'conferences'],
    zone: 'Asia/Tokyo',
    where: 'status:error',
    page: '3',
  }

  test('keeps what it does not change, and begins at the first page', () => {
    expect(changeState(query, { range: { kind: 'named', name: '90d' } })).toEqual({
      range: '90d',
      browser: ['Chrome'],
      table: ['conferences', 'issues'],
      zone: 'Asia/Tokyo',
      where: 'status:error',
    })
  })

  test('leaves out what it takes away', () => {
    expect(changeState(query, DEFAULT)).toEqual({ where: 'status:error' })
  })

  test('range, zone and filters go along to another page, and nothing else', () => {
    expect(sharedState(query)).toEqual({ range: '7d', browser: ['Chrome'], zone: 'Asia/Tokyo' })
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
