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
  type DashboardPart,
  dashboardQuery,
} from '@/queries/dashboard'
import { useFailure } from '@/queries/queryState'
import type { View } from '@/view/view'

/** What a card shows, and the state that it is in. Read it where it is used: it changes. */
export interface Part<T> {
  /** Undefined until the first answer of the app has come. */
  readonly data: T | undefined
  /** There is nothing to show yet. */
  readonly loading: boolean
  /** What is shown is the last view's, until the next one's answer comes. */
  readonly dimmed: boolean
  /** Why there is nothing to show. An error while there are numbers is told at the top of the page. */
  readonly error: Error | null
  retry(): void
}

const DASHBOARD: InjectionKey<Part<DashboardAnswer>> = Symbol('dashboard')

/**
 * The view's dashboard, asked for once and then every few seconds while `shown`; what is inside the
 * calling component takes its parts from it.
 */
export function provideDashboard(view: Ref<View>, shown: Ref<boolean>) {
  const query = useQuery(() => ({ ...dashboardQuery(view.value), enabled: shown.value }))
  const { failure, retry } = useFailure(query)
  const dashboard: Part<DashboardAnswer> = {
    get data() {
      return query.data.value
    },
    get loading() {
      return query.isPending.value && !failure.value
    },
    get dimmed() {
      return query.isPlaceholderData.value
    },
    get error() {
      return failure.value
    },
    retry,
  }
  provide(DASHBOARD, dashboard)
  const failing = computed(() => query.isError.value || query.failureCount.value > 0)
  return { dashboard, failing }
}

/**
 * What is inside the calling component takes up the page's dashboard at once while `element` is near
 * the window, and else when the browser has time: what is seen does not wait for what is not.
 */
export function provideDashboardInTurn(element: Readonly<Ref<HTMLElement | null>>): void {
  const dashboard = useDashboard()
  const latest = (): Part<DashboardAnswer> => ({ ...dashboard })
  const taken = shallowReactive(latest())
  const near = useNear(element)
  let cancel = () => {}
  watch([latest, near], () => {
    cancel()
    const take = () => Object.assign(taken, latest())
    if (near.value) take()
    else cancel = whenIdle(take)
  })
  onBeforeUnmount(() => cancel())
  provide(DASHBOARD, taken)
}

/**
 * One statistic of the view. What an answer leaves as it was keeps its identity, so that nothing of
 * it is drawn again.
 */
export function useDashboardPart<Name extends DashboardPart>(name: Name): Part<Dashboard[Name]> {
  const dashboard = useDashboard()
  const data = computed(() => dashboard.data?.parts[name])
  return {
    get data() {
      return data.value
    },
    get loading() {
      return dashboard.loading
    },
    get dimmed() {
      return dashboard.dimmed
    },
    get error() {
      return dashboard.error
    },
    retry: dashboard.retry,
  }
}

/** The whole answer: every statistic, and what was asked. */
export function useDashboard(): Part<DashboardAnswer> {
  const dashboard = inject(DASHBOARD)
  if (!dashboard) throw new Error('There is no dashboard here: only its page has one.')
  return dashboard
}
