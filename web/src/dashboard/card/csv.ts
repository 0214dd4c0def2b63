import type { Column, Value } from '@/design/table'

/* Spreadsheets read a file as UTF-8 only if it begins with this mark. RFC 4180 allows it. */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * The rows in the format of RFC 4180: a header, CRLF after each line, quotes where needed. A text
 * that a spreadsheet would run as a formula gets an apostrophe: any participant can choose a name.
 */
export function toCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map((column) => column.value(row))),
  ]
  return BYTE_ORDER_MARK + lines.map((line) => line.map(cell).join(',') + '\r\n').join('')
}

function cell(value: Value): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A file name from its parts, in letters that all systems accept: `prod-issues-30d.csv`. */
export function fileName(...parts: string[]): string {
  const plain = parts.map((part) =>
    part
      .normalize('NFKD')
      .replaceAll(/\p{Mark}/gu, '')
      .replaceAll(/[^\w.]+/g, '-')
      .replaceAll(/^[-.]+|[-.]+$/g, '')
      .toLowerCase(),
  )
  return `${plain.filter(Boolean).join('-')}.csv`
}

/** Saves the text as a file of the user. */
export function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
