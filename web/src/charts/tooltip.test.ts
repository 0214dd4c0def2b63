import { expect, test } from 'vitest'

import { escapeHtml, tooltipHtml } from './tooltip'

test('HTML in a text is escaped', () => {
  expect(escapeHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
    '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co',
  )
})

test('a tooltip has a heading and lines, all escaped', () => {
  expect(
    tooltipHtml('<b>', [
      ['<i>', '1', '5%'],
      ['Conferences', '2'],
    ]),
  ).toBe(
    '<strong>&lt;b&gt;</strong><table><tbody>' +
      '<tr><th scope="row">&lt;i&gt;</th><td>1</td><td>5%</td></tr>' +
      '<tr><th scope="row">Conferences</th><td>2</td><td></td></tr></tbody></table>',
  )
})

test('a long heading is cut between characters', () => {
  const title = tooltipHtml('😀'.repeat(100), [])
  expect(title).toBe(`<strong>${'😀'.repeat(79)}…</strong><table><tbody></tbody></table>`)
})
