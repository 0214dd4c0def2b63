const tenths = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 })
const hundredths = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 })

/** `35 s`, `4 min 12 s`, `1 h 02 min`, `3 d 4 h`: two units at most, rounded down. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  const [days, hours] = [Math.floor(whole / 86_400), Math.floor((whole % 86_400) / 3600)]
  const [minutes, rest] = [Math.floor((whole % 3600) / 60), whole % 60]
  if (days) return hours ? `${days} d ${hours} h` : `${days} d`
  if (hours) return `${hours} h ${String(minutes).padStart(2, '0')} min`
  if (minutes) return rest ? `${minutes} min ${rest} s` : `${minutes} min`
  return `${rest} s`
}

/** `435 ms`, `1.24 s`, `2 min 5 s`: of what usually takes less than a second. */
export function formatMs(ms: number): string {
  if (ms < 999.95) return `${tenths.format(ms)} ms`
  return ms < 59_995 ? `${hundredths.format(ms / 1000)} s` : formatDuration(ms / 1000)
}
