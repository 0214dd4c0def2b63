import { useViewState } from '@/view/useViewState'

/** Turns a card to its table, where every row is. */
export function useShowTable(id: string) {
  const { state, update } = useViewState()
  return () => void update({ tables: [...state.value.tables, id] })
}
