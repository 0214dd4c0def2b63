/* Tooltips are HTML, and what they name comes from the clients of conferences: anybody. */
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const LONGEST = 80

/** Text as HTML that shows it letter by letter. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? '')
}

/** At most 80 letters: a tooltip is no place to read. */
export function shorten(text: string): string {
  const letters = [...text]
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join('')}…` : text
}

/** A tooltip's content: a heading, and lines of what, how many and (or nothing) which share. */
export function tooltipHtml(title: string, lines: readonly [string, string, string?][]): string {
  const cell = (text: string) => `<td>${escapeHtml(text)}</td>`
  const rows = lines.map(
    ([what, number, share = '']) =>
      `<tr><th scope="row">${escapeHtml(what)}</th>${cell(number)}${cell(share)}</tr>`,
  )
  return `<strong>${escapeHtml(shorten(title))}</strong><table><tbody>${rows.join('')}</tbody></table>`
}
