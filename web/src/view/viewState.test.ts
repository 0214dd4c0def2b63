import { describe, expect, test } from 'vitest'

import { NO_FILTERS } from './filters'
import {
  changeState,
  DEFAULT_STATE as DEFAULT,
  readState,
  sharedState,
  type ViewState,
  writeState,
} from './viewState'

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

  test('two valid days in order are a range', () => {
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
  ])('a parameter that is not valid counts as absent: %o', (query) => {
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
  ])('a written state is read back the same: %o', (state) => {
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

  test('keeps the other parameters, except the page', () => {
    expect(changeState(query, { range: { kind: 'named', name: '90d' } })).toEqual({
      range: '90d',
      browser: ['Chrome'],
      table: ['conferences', 'issues'],
      zone: 'Asia/Tokyo',
      where: 'status:error',
    })
  })

  test('removes parameters with default values', () => {
    expect(changeState(query, DEFAULT)).toEqual({ where: 'status:error' })
  })

  test('keeps only range, zone and filters for another page', () => {
    expect(sharedState(query)).toEqual({ range: '7d', browser: ['Chrome'], zone: 'Asia/Tokyo' })
  })
})
