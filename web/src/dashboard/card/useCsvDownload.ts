import type { Column } from '@/design/table'
import { useApp } from '@/queries/apps'
import { useView } from '@/view/view'

import { download, fileName, toCsv } from './csv'

/** Saves rows as a file. Its name has the app, the card and the range: `prod-issues-30d.csv`. */
export function useCsvDownload() {
  const view = useView()
  const app = useApp(() => view.value.appId)

  return <Row>(id: string, columns: readonly Column<Row>[], rows: readonly Row[]): void => {
    const { range } = view.value
    const when = range.kind === 'named' ? [range.name] : [range.from, range.to]
    download(fileName(app.value?.name ?? 'app', id, ...when), toCsv(columns, rows))
  }
}
