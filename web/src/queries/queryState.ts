import { computed, ref, type Ref } from 'vue'

/** What a component shows of a query. The fields change: read them where they are used. */
export interface QueryState<T> {
  /** Undefined until the first answer. */
  readonly data: T | undefined
  /** True until there is data or an error. */
  readonly loading: boolean
  /** True while `data` is that of the previous view, because this one's answer is not there yet. */
  readonly isPrevious: boolean
  /** Why there is no data. Null while there is data, even if it cannot be refreshed. */
  readonly error: Error | null
  /** True while the last request has failed. */
  readonly failing: boolean
  retry(): void
}

/** The part of a query of TanStack that is read here. */
interface Query<T> {
  data: Readonly<Ref<T | undefined>>
  error: Readonly<Ref<Error | null>>
  isPending: Readonly<Ref<boolean>>
  isPlaceholderData: Readonly<Ref<boolean>>
  isError: Readonly<Ref<boolean>>
  failureCount: Readonly<Ref<number>>
  errorUpdateCount: Readonly<Ref<number>>
  refetch(): Promise<unknown>
}

/**
 * The state of a query. TanStack sets the error of a query to null while it fetches again. Here the
 * error stays until there is an answer or `retry` is called, so that the message does not flicker.
 */
export function useQueryState<T>(query: Query<T>): QueryState<T> {
  /** The number of errors at the last call of `retry`. Errors until then are dismissed. */
  const dismissed = ref(0)
  const error = computed<Error | null>((old) => {
    if (query.data.value !== undefined) return null
    const stays = query.errorUpdateCount.value !== dismissed.value
    return query.error.value ?? (stays && old ? old : null)
  })

  return {
    get data() {
      return query.data.value
    },
    get loading() {
      return query.isPending.value && !error.value
    },
    get isPrevious() {
      return query.isPlaceholderData.value
    },
    get error() {
      return error.value
    },
    get failing() {
      return query.isError.value || query.failureCount.value > 0
    },
    retry() {
      dismissed.value = query.errorUpdateCount.value
      void query.refetch()
    },
  }
}
