import { describe, expect, test } from 'vitest'

import type { Negotiation } from '../clientJson'
import { segmentsOf } from './phases'

const negotiation = (
  status: string,
  start: number | null,
  end: number | null = null,
): Negotiation => ({ status, kind: 'initial', start, end })

describe('the states of a connection', () => {
  test('are connecting until the negotiation ends, and then what it came to', () => {
    const list = [negotiation('connected', 10, 12), negotiation('stable', 50, 55)]
    expect(segmentsOf(list, 'closed', { start: 8, end: 90 })).toEqual([
      { state: 'connecting', start: 8, end: 12 },
      { state: 'connected', start: 12, end: 50 },
      { state: 'connecting', start: 50, end: 55 },
      { state: 'connected', start: 55, end: 90 },
    ])
  })

  test('are the same whatever the order of the negotiations', () => {
    const list = [negotiation('failed', 50, 55), negotiation('connected', 10, 12)]
    expect(segmentsOf(list, 'closed', { start: 10, end: 90 })).toEqual([
      { state: 'connecting', start: 10, end: 12 },
      { state: 'connected', start: 12, end: 50 },
      { state: 'connecting', start: 50, end: 55 },
      { state: 'failed', start: 55, end: 90 },
    ])
  })

  test('go on while the connection does', () => {
    const list = [negotiation('connecting', 10)]
    expect(segmentsOf(list, 'connecting', { start: 10, end: null })).toEqual([
      { state: 'connecting', start: 10, end: null },
    ])
  })

  test('never leave the time of the connection', () => {
    const list = [
      negotiation('connected', -50, -40),
      negotiation('stable', 5, 300),
      negotiation('failed', 200, 250),
    ]
    expect(segmentsOf(list, 'closed', { start: 0, end: 100 })).toEqual([
      { state: 'connected', start: 0, end: 5 },
      { state: 'connecting', start: 5, end: 100 },
    ])
  })

  test('are what the row says where no negotiation tells more', () => {
    const span = { start: 0, end: 100 }
    expect(segmentsOf([], 'connected', span)).toEqual([{ state: 'connected', ...span }])
    expect(segmentsOf([negotiation('connected', null, 5)], 'closed', span)).toEqual([
      { state: 'unknown', ...span },
    ])
    expect(segmentsOf([negotiation('connected', 500, 600)], 'failed', span)).toEqual([
      { state: 'failed', ...span },
    ])
  })

  test('a negotiation that ends before it begins has no length', () => {
    expect(segmentsOf([negotiation('connected', 10, 5)], 'x', { start: 10, end: 20 })).toEqual([
      { state: 'connected', start: 10, end: 20 },
    ])
  })
})
