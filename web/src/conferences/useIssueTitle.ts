import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'

import { issuesSummaryQuery } from '@/queries/issuesSummary'
import { useView } from '@/view/view'

/** What an issue code is called, once the server has said; until then, and if it does not, the code. */
export function useIssueTitle(
  code: ComputedRef<string | undefined>,
): ComputedRef<string | undefined> {
  const view = useView()
  const { data } = useQuery(() => ({
    ...issuesSummaryQuery(view.value),
    enabled: code.value !== undefined,
  }))
  return computed(() => data.value?.find((issue) => issue.code === code.value)?.title ?? code.value)
}
