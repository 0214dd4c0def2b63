import type { Column } from '@/design/table'
import { formatShare } from '@/format/numbers'

/** The column with each row's share of the total. */
export function shareColumn(total: number): Column<{ count: number }> {
  return {
    title: 'Share',
    value: ({ count }) => count / total,
    text: ({ count }) => formatShare(count, total),
  }
}
