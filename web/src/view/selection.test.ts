import { describe, expect, test } from 'vitest'

import { NO_FILTERS } from './filters'
import {
  filtersOf,
  readConditions,
  readSelection,
  type Selection,
  writeConditions,
  writeSelection,
} from './selection'

describe('a selection in the URL', () => {
  test.each<Selection>([
    { title: 'All conferences', conditions: {}, filters: {} },
    {
      title: 'With errors · Fri, 20 Nov 2026, 14:00 – 15:00',
      conditions: { day: '2026-11-20T14:00:00+01:00', status: 'error' },
      filters: {},
    },
    {
      title: 'Köln',
      conditions: { city: 'Köln: Altstadt & <b>' },
      filters: { country: ['DE'], browser: ['Chrome', 'a:b'] },
    },
  ])('is read as it was written: $title', (selection) => {
    expect(readSelection(writeSelection(selection))).toEqual(selection)
  })

  test('is written the same in any order of its conditions', () => {
    const written = ['day:2026-11-20', 'status:error']
    expect(writeConditions({ status: 'error', day: '2026-11-20' })).toEqual(written)
    expect(writeConditions({ day: '2026-11-20', status: 'error' })).toEqual(written)
  })

  test('without a title is not a selection, but its conditions are read', () => {
    expect(readSelection({ where: 'status:error' })).toBeNull()
    expect(readSelection({ where: 'status:error', title: '  ' })).toBeNull()
    expect(readConditions({ where: 'status:error' })).toEqual({ status: 'error' })
  })

  test('leaves out conditions that are not known', () => {
    const query = { title: 'x', where: ['nonsense', null, 'sql:1', ':', 'status:error'] }
    expect(readSelection(query)).toEqual({
      title: 'x',
      conditions: { status: 'error' },
      filters: {},
    })
  })

  test('has a title of at most 120 characters', () => {
    expect(readSelection({ title: 'x'.repeat(500) })?.title).toHaveLength(120)
  })
})

test("a selection's filters replace the view's filters of the same dimension only", () => {
  const view = { ...NO_FILTERS, browser: ['Chrome', 'Firefox'], os: ['Linux'] }
  const selection = { title: 'Chrome', conditions: {}, filters: { browser: ['Chrome'] } }

  expect(filtersOf(selection, view)).toEqual({ ...view, browser: ['Chrome'] })
})
