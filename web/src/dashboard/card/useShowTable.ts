import { useViewState } from '@/view/useViewState'

/** Shows a card as its table, which has every row. */
export function useShowTable(id: string) {
  const { state, update } = useViewState()
  return () => void update({ tables: [...state.value.tables, id] })
}
