import { type ComputedRef, inject, type InjectionKey, provide } from 'vue'

import type { Filters } from './filters'
import type { Range } from './range'

/** What charts, figures and lists show. It is part of the key of each query. */
export interface View {
  appId: string
  range: Range
  /** IANA name: days and hours are those of this zone. */
  zone: string
  filters: Filters
}

const VIEW: InjectionKey<ComputedRef<View>> = Symbol('view')

/** Gives the view to all components inside the calling one. */
export function provideView(view: ComputedRef<View>): void {
  provide(VIEW, view)
}

export function useView(): ComputedRef<View> {
  const view = inject(VIEW)
  if (!view) throw new Error('No view here: call provideView in a component around this one.')
  return view
}
