import { describe, expect, test } from 'vitest'

import { changeList, readList } from './listState'

const DEFAULTS = { sort: '-created_at', page: 1, size: 25, search: '' }

describe('the state of a list in the URL', () => {
  test('has defaults, also for parameters that are not valid', () => {
    expect(readList({})).toEqual(DEFAULTS)
    const garbage = { sort: 'colour', page: '-3', size: '1000000', q: null }
    expect(readList(garbage)).toEqual(DEFAULTS)
    for (const page of ['0', '1.5', 'x', '1e99', '']) expect(readList({ page }).page).toBe(1)
  })

  test('is read as it was written, and leaves other parameters alone', () => {
    const list = { sort: 'duration', page: 7, size: 50, search: 'Köln' } as const
    const query = changeList({ range: '7d', where: ['status:error'], page: '3' }, list)
    expect(query).toEqual({
      range: '7d',
      where: ['status:error'],
      sort: 'duration',
      page: '7',
      size: '50',
      q: 'Köln',
    })
    expect(readList(query)).toEqual(list)
    expect(changeList(query, { ...DEFAULTS, sort: '-created_at', size: 25 })).toEqual({
      range: '7d',
      where: ['status:error'],
    })
  })

  test('any change except that of the page opens the first page', () => {
    const query = { page: '7', sort: 'duration' }
    expect(readList(changeList(query, { search: 'a' }))).toMatchObject({
      page: 1,
      sort: 'duration',
    })
    expect(readList(changeList(query, { sort: 'participants' })).page).toBe(1)
    expect(readList(changeList(query, { page: 8 }))).toMatchObject({ page: 8, sort: 'duration' })
  })
})
