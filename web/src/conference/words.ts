/* Text for the bars and marks of a timeline, shown and read by screen readers. */
import { formatCountry } from '@/format/countries'
import { formatMoment, formatTime } from '@/format/dates'
import { formatDuration, formatPreciseMs } from '@/format/durations'

import { type Place, type Platform, UNKNOWN } from './clientJson'
import type { State } from './timeline/phases'
import type { ConnectionBar, Mark, SessionBar, Span } from './timeline/timeline'

export const STATE_TITLES: Record<State, string> = {
  connecting: 'Connecting',
  connected: 'Connected',
  disconnected: 'Interrupted',
  failed: 'Failed',
  unknown: 'Not recorded',
}

/** The types of ICE candidates, as the API names them. */
const CANDIDATES: Record<string, string> = {
  host: 'Direct (host)',
  srflx: 'Direct (server reflexive)',
  prflx: 'Direct (peer reflexive)',
  relay: 'Relayed',
}

export const connectionType = (type: string | null): string =>
  type === null ? 'Not known' : (CANDIDATES[type] ?? `Direct (${type})`)

export const setupWords = ({ setupMs }: ConnectionBar): string =>
  setupMs === null ? '–' : formatPreciseMs(setupMs)

/** `Chrome 156 on Windows 10`. Parts that are not known are left out. */
export function platformWords({ browser, browserVersion, os, osVersion }: Platform): string {
  const versioned = (name: string, version: string) =>
    version === UNKNOWN || name === UNKNOWN ? name : `${name} ${version}`
  if (os === UNKNOWN) {
    return browser === UNKNOWN ? 'Unknown platform' : versioned(browser, browserVersion)
  }
  const name = browser === UNKNOWN ? 'Unknown browser' : versioned(browser, browserVersion)
  return `${name} on ${versioned(os, osVersion)}`
}

/** `Berlin, Germany`. Parts that are not known are left out. */
export function placeWords({ city, country }: Place): string {
  const known = [city, formatCountry(country)].filter((name) => name !== UNKNOWN)
  return known.join(', ') || 'Unknown place'
}

/** `12:01:00 – 12:09:00 (8 min)`, or `since 12:01:00, ongoing`. */
export function spanWords({ start, end }: Span, zone: string): string {
  const from = formatTime(new Date(start), zone)
  if (end === null) return `since ${from}, ongoing`
  const seconds = (end - start) / 1000
  return `${from} – ${formatTime(new Date(end), zone)} (${formatDuration(seconds)})`
}

export const momentWords = (at: number, zone: string): string => formatMoment(new Date(at), zone)

export const sessionWords = (bar: SessionBar, zone: string): string =>
  `Session of ${bar.person}, ${platformWords(bar.platform)}, ${spanWords(bar, zone)}`

export function connectionWords(bar: ConnectionBar, zone: string): string {
  const last = bar.phases.at(-1)?.state ?? 'unknown'
  const type = connectionType(bar.row.type)
  const words = [type, STATE_TITLES[last], spanWords(bar, zone)].join(', ')
  return `Connection of ${bar.person} to ${bar.peer}, ${words}`
}

export function marksWords(marks: readonly Mark[], zone: string): string {
  const titles = [...new Set(marks.map(({ row }) => row.title))].join('; ')
  const count = marks.length === 1 ? 'Issue' : `${marks.length} issues`
  return `${count} at ${formatTime(new Date(marks[0]!.at), zone)}: ${titles}`
}
