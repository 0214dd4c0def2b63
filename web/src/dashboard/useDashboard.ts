import { useQuery } from '@tanstack/vue-query'
import {
  computed,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  provide,
  type Ref,
  shallowReactive,
  watch,
} from 'vue'

import { whenIdle } from '@/browser/scheduling'
import { useNear } from '@/browser/useNear'
import {
  type Dashboard,
  type DashboardAnswer,
  dashboardQuery,
  type SummaryName,
} from '@/queries/dashboard'
import { type QueryState, useQueryState } from '@/queries/queryState'
import type { View } from '@/view/view'

const DASHBOARD: InjectionKey<QueryState<DashboardAnswer>> = Symbol('dashboard')

/**
 * Requests the dashboard of a view, and repeats it while `shown`. Components inside the calling one
 * get it from `useDashboard` and `useSummary`.
 */
export function provideDashboard(
  view: Ref<View>,
  shown: Ref<boolean>,
): QueryState<DashboardAnswer> {
  const query = useQuery(() => ({ ...dashboardQuery(view.value), enabled: shown.value }))
  const dashboard = useQueryState(query)
  provide(DASHBOARD, dashboard)
  return dashboard
}

/**
 * Gives components inside the calling one the page's dashboard: at once while `element` is in or
 * near the window, else when the browser is idle. Visible cards do not wait for the others.
 */
export function provideDashboardWhenNear(element: Readonly<Ref<HTMLElement | null>>): void {
  const dashboard = useDashboard()
  const latest = (): QueryState<DashboardAnswer> => ({ ...dashboard })
  const given = shallowReactive(latest())
  const near = useNear(element)
  let cancel = () => {}
  watch([latest, near], () => {
    cancel()
    const give = () => Object.assign(given, latest())
    if (near.value) give()
    else cancel = whenIdle(give)
  })
  onBeforeUnmount(() => cancel())
  provide(DASHBOARD, given)
}

/**
 * One summary of the dashboard. If an answer does not change it, `data` keeps its identity, and
 * nothing is drawn again.
 */
export function useSummary<Name extends SummaryName>(name: Name): QueryState<Dashboard[Name]> {
  const dashboard = useDashboard()
  const data = computed(() => dashboard.data?.summaries[name])
  return {
    get data() {
      return data.value
    },
    get loading() {
      return dashboard.loading
    },
    get isPrevious() {
      return dashboard.isPrevious
    },
    get error() {
      return dashboard.error
    },
    get failing() {
      return dashboard.failing
    },
    retry: dashboard.retry,
  }
}

/** The whole answer: all summaries, and the view that they belong to. */
export function useDashboard(): QueryState<DashboardAnswer> {
  const dashboard = inject(DASHBOARD)
  if (!dashboard) {
    throw new Error('No dashboard here: call provideDashboard in a component around this one.')
  }
  return dashboard
}
