import { describe, expect, test } from 'vitest'

import type { Negotiation } from '../clientJson'
import { phasesOf } from './phases'

const negotiation = (
  status: string,
  start: number | null,
  end: number | null = null,
): Negotiation => ({ status, kind: 'initial', start, end })

describe('the states of a connection', () => {
  test('are connecting until the negotiation ends, and then its result', () => {
    const list = [negotiation('connected', 10, 12), negotiation('stable', 50, 55)]
    expect(phasesOf(list, 'closed', { start: 8, end: 90 })).toEqual([
      { state: 'connecting', start: 8, end: 12 },
      { state: 'connected', start: 12, end: 50 },
      { state: 'connecting', start: 50, end: 55 },
      { state: 'connected', start: 55, end: 90 },
    ])
  })

  test('do not depend on the order of the negotiations', () => {
    const list = [negotiation('failed', 50, 55), negotiation('connected', 10, 12)]
    expect(phasesOf(list, 'closed', { start: 10, end: 90 })).toEqual([
      { state: 'connecting', start: 10, end: 12 },
      { state: 'connected', start: 12, end: 50 },
      { state: 'connecting', start: 50, end: 55 },
      { state: 'failed', start: 55, end: 90 },
    ])
  })

  test('have no end while the connection is ongoing', () => {
    const list = [negotiation('connecting', 10)]
    expect(phasesOf(list, 'connecting', { start: 10, end: null })).toEqual([
      { state: 'connecting', start: 10, end: null },
    ])
  })

  test('stay within the time of the connection', () => {
    const list = [
      negotiation('connected', -50, -40),
      negotiation('stable', 5, 300),
      negotiation('failed', 200, 250),
    ]
    expect(phasesOf(list, 'closed', { start: 0, end: 100 })).toEqual([
      { state: 'connected', start: 0, end: 5 },
      { state: 'connecting', start: 5, end: 100 },
    ])
  })

  test('are the state of the row without usable negotiations', () => {
    const span = { start: 0, end: 100 }
    expect(phasesOf([], 'connected', span)).toEqual([{ state: 'connected', ...span }])
    expect(phasesOf([negotiation('connected', null, 5)], 'closed', span)).toEqual([
      { state: 'unknown', ...span },
    ])
    expect(phasesOf([negotiation('connected', 500, 600)], 'failed', span)).toEqual([
      { state: 'failed', ...span },
    ])
  })

  test('a negotiation that ends before it begins has no length', () => {
    expect(phasesOf([negotiation('connected', 10, 5)], 'x', { start: 10, end: 20 })).toEqual([
      { state: 'connected', start: 10, end: 20 },
    ])
  })
})
