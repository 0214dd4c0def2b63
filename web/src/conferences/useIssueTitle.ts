import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'

import { issuesSummaryQuery } from '@/queries/issuesSummary'
import { useView } from '@/view/view'

/** The title of an issue code. The code itself until the title is loaded, and if there is none. */
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
