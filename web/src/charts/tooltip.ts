/* Tooltips are HTML. Their text may come from anybody: clients of conferences choose names. */
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const LONGEST = 80

/** HTML that shows the text. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '')
}

/** The first 80 characters. */
function shorten(text: string): string {
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text
}

/** The HTML of a tooltip: a heading, and lines with a name, a number and, if given, a share. */
export function tooltipHtml(title: string, lines: readonly [string, string, string?][]): string {
  const cell = (text: string) => `<td>${escapeHtml(text)}</td>`
  const rows = lines.map(
    ([what, number, share = '']) =>
      `<tr><th scope="row">${escapeHtml(what)}</th>${cell(number)}${cell(share)}</tr>`,
  )
  return `<strong>${escapeHtml(shorten(title))}</strong><table><tbody>${rows.join('')}</tbody></table>`
}
