import { ref } from 'vue'
import { expect, test } from 'vitest'

import { useQueryState } from './queryState'

const AWAY = new Error('The server cannot be reached.')

/** The refs of a query that is loading. `refetches` counts the calls of `refetch`. */
function loadingQuery() {
  const query = {
    data: ref<number>(),
    error: ref<Error | null>(null),
    isPending: ref(true),
    isPlaceholderData: ref(false),
    isError: ref(false),
    failureCount: ref(0),
    errorUpdateCount: ref(0),
    refetches: 0,
    refetch: () => Promise.resolve((query.refetches += 1)),
  }
  return query
}

function fail(query: ReturnType<typeof loadingQuery>): void {
  query.error.value = AWAY
  query.isPending.value = false
  query.isError.value = true
  query.errorUpdateCount.value += 1
}

/** What TanStack does at the start of the next request of a query without data. */
function fetchAgain(query: ReturnType<typeof loadingQuery>): void {
  query.error.value = null
  query.isPending.value = true
  query.isError.value = false
}

test('an error stays while the query is fetched again by itself', () => {
  const query = loadingQuery()
  const state = useQueryState(query)
  expect([state.error, state.loading]).toEqual([null, true])

  fail(query)
  expect([state.error, state.loading]).toEqual([AWAY, false])
  fetchAgain(query)
  expect([state.error, state.loading]).toEqual([AWAY, false])
})

test('retry fetches again and dismisses the error, until the next one', () => {
  const query = loadingQuery()
  const state = useQueryState(query)
  fail(query)
  expect(state.error).toBe(AWAY)

  state.retry()
  fetchAgain(query)
  expect([state.error, state.loading, query.refetches]).toEqual([null, true, 1])
  fail(query)
  expect(state.error).toBe(AWAY)
})

test('while there is data, an error is a failing refresh and no error', () => {
  const query = loadingQuery()
  const state = useQueryState(query)
  query.data.value = 3

  fail(query)

  expect([state.data, state.error, state.failing]).toEqual([3, null, true])
})
