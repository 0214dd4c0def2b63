import { DAY_MS, HOUR_MS } from '@/time/days'

import { formatCount, formatDecimal, LOCALE } from './numbers'

const hundredths = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 2 })

/** `4 s`, `12 min`, `3 h`, `2 d`: one unit, rounded down. */
export function formatAge(ms: number): string {
  if (ms < 60_000) return `${Math.floor(ms / 1000)} s`
  if (ms < HOUR_MS) return `${Math.floor(ms / 60_000)} min`
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`
  return `${Math.floor(ms / DAY_MS)} d`
}

/** `35 s`, `4 min 12 s`, `1 h 02 min`, `3 d 4 h`: at most two units, rounded down. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor((whole % 86_400) / 3600)]
  const [minutes, rest] = [Math.floor((whole % 3600) / 60), whole % 60]
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`
  if (hours) return `${hours} h ${String(minutes).padStart(2, '0')} min`
  if (minutes) return rest ? `${minutes} min ${rest} s` : `${minutes} min`
  return `${rest} s`
}

/** `435 ms`, `12.3 s` from ten seconds on: for a value that is an estimate. */
export const formatMs = (ms: number): string =>
  ms < 10_000 ? `${formatCount(Math.round(ms))} ms` : `${formatDecimal(ms / 1000)} s`

/** `118.6 ms`, `1.24 s`, `2 min 5 s`: for a value that was measured. */
export function formatPreciseMs(ms: number): string {
  if (ms < 999.95) return `${formatDecimal(ms)} ms`
  return ms < 59_995 ? `${hundredths.format(ms / 1000)} s` : formatDuration(ms / 1000)
}
