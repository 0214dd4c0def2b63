import { type ComputedRef, inject, type InjectionKey, provide } from 'vue'

import type { Filters, Range } from './url-state'

/** What every chart, figure and list is asked for: part of each key, the source of its parameters. */
export interface View {
  appId: string
  range: Range
  /** IANA name: whose days and hours are meant. */
  zone: string
  filters: Filters
}

const VIEW: InjectionKey<ComputedRef<View>> = Symbol('view')

/** Called by the page of an app; what it shows takes the view from there. */
export function provideView(view: ComputedRef<View>): void {
  provide(VIEW, view)
}

export function useView(): ComputedRef<View> {
  const view = inject(VIEW)
  if (!view) throw new Error('There is no view here: only parts of an app’s page have one.')
  return view
}
