import { type Status, STATUS_TITLES, STATUSES } from '@/design/statuses'
import { formatClock, formatDay, formatDayOfYear, formatHour, formatShortDay } from '@/format/dates'
import { formatCount, formatCountOf, formatShare } from '@/format/numbers'
import { dayOf, HOUR_MS } from '@/time/days'
import type { Granularity } from '@/view/range'

import { statusDecal } from './decals'
import type { Palette } from './palette'
import type { ChartOption } from './types'
import { GRID, labelStyle, uprightBars } from './uprightBars'

export type StatusCounts = Record<Status, number> & { total: number }

/** The conferences of a bucket. `date` is the key of the bucket, as `bucketsOf` writes it. */
export type StatusRow = StatusCounts & { date: string }

export function sumOf(rows: readonly StatusCounts[]): StatusCounts {
  const sum: StatusCounts = { success: 0, warning: 0, error: 0, ongoing: 0, total: 0 }
  for (const row of rows) {
    for (const status of STATUSES) sum[status] += row[status]
    sum.total += row.total
  }
  return sum
}

/** Stacked bars, one for each bucket. `rows` has every bucket, also empty ones. */
export function conferencesByStatus(
  rows: readonly StatusRow[],
  granularity: Granularity,
  zone: string,
  palette: Palette,
  animate: boolean,
): ChartOption {
  return {
    ...uprightBars(palette, animate, (index) => tooltipOf(rows[index], granularity, zone)),
    aria: { enabled: true, decal: { show: true }, label: { description: describe(rows) } },
    grid: { ...GRID, right: 8 },
    xAxis: {
      type: 'category',
      data: rows.map((row) => row.date),
      axisLine: { lineStyle: { color: palette.line } },
      axisTick: { show: false },
      axisLabel: {
        ...labelStyle(palette),
        interval: granularity === 'hour' ? isThirdHour(zone) : 'auto',
        formatter: axisLabels(rows, granularity, zone),
      },
    },
    series: STATUSES.map((status) => ({
      id: status,
      type: 'bar',
      name: STATUS_TITLES[status],
      stack: 'status',
      data: rows.map((row) => row[status] || null), // null: no bar, not a bar without height
      barCategoryGap: rows.length > 45 ? '15%' : '28%',
      barMaxWidth: 64,
      itemStyle: {
        color: palette.status[status],
        borderColor: palette.surface,
        borderWidth: rows.length > 45 ? 0 : 0.75,
        borderRadius: 2,
        decal: statusDecal(status, palette.mark),
      },
      emphasis: { disabled: true },
    })),
  }
}

/** What a screen reader says for the chart. The table view has every number. */
export function describe(rows: readonly StatusRow[]): string {
  const sum = sumOf(rows)
  const parts = STATUSES.map(
    (status) => `${STATUS_TITLES[status].toLowerCase()} ${formatCount(sum[status])}`,
  )
  const total = formatCountOf(sum.total, ['conference', 'conferences'])
  return `Bar chart. ${total}: ${parts.join(', ')}.`
}

/**
 * The labels of the axis: `20 Nov` for a day, and for the first hour of a day; `14:00` for other
 * hours. Days have a year if the rows are of two years.
 */
export function axisLabels(rows: readonly StatusRow[], granularity: Granularity, zone: string) {
  const dayIn = (date: string) => (granularity === 'day' ? date : dayOf(new Date(date), zone))
  const years = new Set(rows.map((row) => dayIn(row.date).slice(0, 4)))
  const day = years.size > 1 ? formatDayOfYear : formatShortDay
  return (date: string): string =>
    granularity === 'day' || beginsDay(date, zone)
      ? day(dayIn(date))
      : formatClock(new Date(date), zone)
}

/** The first hour of a day has a label, and each hour that three divides. */
function isThirdHour(zone: string) {
  return (_index: number, hour: string): boolean =>
    beginsDay(hour, zone) || parseInt(formatClock(new Date(hour), zone)) % 3 === 0
}

function beginsDay(hour: string, zone: string): boolean {
  const start = new Date(hour)
  return dayOf(start, zone) !== dayOf(new Date(+start - HOUR_MS), zone)
}

export function tooltipOf(
  row: StatusRow | undefined,
  granularity: Granularity,
  zone: string,
): string {
  if (!row) return ''
  const title = granularity === 'day' ? formatDay(row.date) : formatHour(row.date, zone)
  const line = (label: string, count: number, swatch: string, share: string) =>
    `<tr><th scope="row">${swatch}${label}</th><td>${formatCount(count)}</td><td>${share}</td></tr>`
  const statuses = [...STATUSES]
    .reverse()
    .map((status) =>
      line(
        STATUS_TITLES[status],
        row[status],
        `<span class="swatch" data-status="${status}"></span>`,
        formatShare(row[status], row.total),
      ),
    )
  return (
    `<strong>${title}</strong><table><tbody>${statuses.join('')}</tbody>` +
    `<tfoot>${line('Total', row.total, '', '')}</tfoot></table>`
  )
}
