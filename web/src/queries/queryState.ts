import { computed, type ComputedRef, ref, type Ref } from 'vue'

/** As much of a query as is read here. */
interface Query {
  data: Readonly<Ref<unknown>>
  error: Readonly<Ref<Error | null>>
  errorUpdateCount: Readonly<Ref<number>>
  refetch(): Promise<unknown>
}

/**
 * Why there is nothing to show, and the way to ask again. A query that asks again by itself counts
 * as pending meanwhile; the failure stands until there is an answer or somebody calls `retry`.
 */
export function useFailure(query: Query): {
  failure: ComputedRef<Error | null>
  retry: () => void
} {
  const forgotten = ref(0)
  const failure = computed<Error | null>((old) => {
    if (query.data.value !== undefined) return null
    const stands = query.errorUpdateCount.value !== forgotten.value
    return query.error.value ?? (stands && old ? old : null)
  })

  function retry(): void {
    forgotten.value = query.errorUpdateCount.value
    void query.refetch()
  }

  return { failure, retry }
}
