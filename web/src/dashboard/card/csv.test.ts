import { expect, test } from 'vitest'

import type { Column } from '@/design/table'

import { fileName, toCsv } from './csv'

interface Row {
  name: string
  count: number | null
}
const COLUMNS: Column<Row>[] = [
  { title: 'Name', value: ({ name }) => name },
  { title: 'Count, in all', value: ({ count }) => count, text: () => 'not in the file' },
]

const lines = (...rows: Row[]): string[] => toCsv(COLUMNS, rows).slice(1).split('\r\n')

test('a file has a header, a line for each row and CRLF after each', () => {
  expect(lines({ name: 'Chrome', count: 1234567 }, { name: 'Firefox', count: null })).toEqual([
    'Name,"Count, in all"',
    'Chrome,1234567',
    'Firefox,',
    '',
  ])
})

test('a file begins with the mark for UTF-8', () => {
  expect(new TextEncoder().encode(toCsv(COLUMNS, [])).slice(0, 3)).toEqual(
    new Uint8Array([0xef, 0xbb, 0xbf]),
  )
})

test.each([
  ['with, comma', '"with, comma"'],
  ['with "quotes"', '"with ""quotes"""'],
  ['with\nline', '"with\nline"'],
  ['São Paulo', 'São Paulo'],
  ['', ''],
])('%j is written as %j', (name, expected) => {
  expect(toCsv(COLUMNS, [{ name, count: 1 }])).toContain(`\r\n${expected},1\r\n`)
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])(
  'the text %j is no formula in the file',
  (name) => {
    expect(toCsv(COLUMNS, [{ name, count: -5 }])).toMatch(/\r\n"?'/)
  },
)

test('a negative number stays a number', () => {
  expect(lines({ name: 'a', count: -5 })[1]).toBe('a,-5')
})

test('file names have only letters that all systems accept', () => {
  expect(fileName('Prod / EU', 'setup-times', '30d')).toBe('prod-eu-setup-times-30d.csv')
  expect(fileName('Übung', 'issues', '2026-11-01', '2026-11-15')).toBe(
    'ubung-issues-2026-11-01-2026-11-15.csv',
  )
  expect(fileName('会議', 'map')).toBe('map.csv')
})
