/* Reads JSON that PeerMetrics stores. Its clients wrote it: any part may be missing, null, or of
   another type, and no such part may break a page. The server's rules are the same, so that a page
   and a chart use the same names. */

export const UNKNOWN = 'Unknown'
const LONGEST_NAME = 64
const LONGEST_TEXT = 300

export interface Platform {
  browser: string
  browserVersion: string
  os: string
  osVersion: string
  /** `Apple iPhone`. Empty if it is not known. */
  device: string
}

export interface Place {
  city: string
  /** ISO code, or `Unknown`. */
  country: string
}

export interface Negotiation {
  status: string
  kind: string
  /** Milliseconds since 1970. Null without a valid timestamp. */
  start: number | null
  end: number | null
}

export function platformOf(json: unknown): Platform {
  const [browser, os, device] = [
    member(json, 'browser'),
    member(json, 'os'),
    member(json, 'device'),
  ]
  const version = member(browser, 'version')
  const major = nameOf(member(browser, 'major'))
  const words = [nameOf(member(device, 'vendor')), nameOf(member(device, 'model'))]
  return {
    browser: nameOf(member(browser, 'name')),
    browserVersion:
      major !== UNKNOWN || typeof version !== 'string' ? major : nameOf(version.split('.')[0]),
    os: nameOf(member(os, 'name')),
    osVersion: nameOf(member(os, 'version')),
    device: words.filter((word) => word !== UNKNOWN).join(' '),
  }
}

export function placeOf(json: unknown): Place {
  return { city: nameOf(member(json, 'city')), country: nameOf(member(json, 'country_code')) }
}

/**
 * The negotiations of a `connection_info`, in their order. Entries that are no objects are left
 * out.
 */
export function negotiationsOf(json: unknown): Negotiation[] {
  const list = member(json, 'negotiations')
  if (!Array.isArray(list)) return []
  return list.filter(isObject).map((one) => ({
    status: nameOf(one.status),
    kind: nameOf(one.type),
    start: timestampOf(one.start_time),
    end: timestampOf(one.end_time),
  }))
}

/** The duration of the first negotiation in milliseconds. Null if it did not connect. */
export function setupMsOf(json: unknown): number | null {
  const list = member(json, 'negotiations')
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  if (member(first, 'status') !== 'connected') return null
  const [start, end] = [
    timestampOf(member(first, 'start_time')),
    timestampOf(member(first, 'end_time')),
  ]
  return start === null || end === null || end < start ? null : end - start
}

/** The first 64 characters of a name, trimmed. `Unknown` if it is empty or not a string. */
export function nameOf(value: unknown): string {
  if (typeof value !== 'string') return UNKNOWN
  // Cut between characters, not inside one.
  return [...value.trim()].slice(0, LONGEST_NAME).join('') || UNKNOWN
}

const TIMESTAMP =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(?:Z|([+-])(\d{2})(?::?(\d{2}))?)?$/

/** Milliseconds since 1970, with decimals. A text without an offset is UTC. Null if not valid. */
export function timestampOf(value: unknown): number | null {
  const parts = typeof value === 'string' ? TIMESTAMP.exec(value) : null
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? 0))
  const [offsetHour, offsetMinute] = [Number(parts[9] ?? 0), Number(parts[10] ?? 0)]
  const clock = [hour! < 24, minute! < 60, second! < 60, offsetHour < 24, offsetMinute < 60]
  const date = new Date(Date.UTC(year!, month! - 1, day, hour, minute, second))
  // Date.UTC takes years below 100 for years of the 20th century.
  date.setUTCFullYear(year!, month! - 1, day)
  const exists = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && year! > 0
  if (!exists || clock.includes(false)) return null
  const offset = (offsetHour * 60 + offsetMinute) * 60_000 * (parts[8] === '-' ? -1 : 1)
  // Digits after the microsecond are dropped.
  const micros = Number((parts[7] ?? '.').slice(1, 7).padEnd(6, '0'))
  return date.getTime() - offset + micros / 1000
}

/** The members of any JSON as text: names and values. Long values are cut. */
export function linesOf(json: unknown): [name: string, value: string][] {
  if (json === null || json === undefined) return []
  if (!isObject(json)) return [['data', textOf(json)]]
  return Object.entries(json).map(([name, value]) => [name.slice(0, LONGEST_NAME), textOf(value)])
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}

function member(json: unknown, name: string): unknown {
  return isObject(json) ? json[name] : undefined
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
}
