import { useQuery } from '@tanstack/vue-query'

import type { Column } from '@/design/table'
import { appsQuery } from '@/queries/apps'
import { useView } from '@/view/view'

import { download, fileName, toCsv } from './csv'

/** Saves rows as a file. Its name has the app, the card and the range: `prod-issues-30d.csv`. */
export function useCsvDownload() {
  const view = useView()
  const { data: apps } = useQuery(appsQuery)

  return <Row>(id: string, columns: readonly Column<Row>[], rows: readonly Row[]): void => {
    const { appId, range } = view.value
    const app = apps.value?.find((each) => each.id === appId)?.name ?? 'app'
    const when = range.kind === 'named' ? [range.name] : [range.from, range.to]
    download(fileName(app, id, ...when), toCsv(columns, rows))
  }
}
