/** How old an answer is, told by its headers alone, so that the two clocks need not agree. */
export interface Freshness {
  /**
   * Milliseconds between the data's time and the server's clock when it answered. Null while the
   * server can name no time: its history is not filled in yet.
   */
  ageMs: number | null
  /** This machine's clock when the answer came. */
  receivedAt: number
  /** The server's clock when it answered. */
  serverNow: Date
  /** True if the server could only give a stored answer of earlier. */
  stale: boolean
}

export function freshnessOf(headers: Headers, receivedAt: number): Freshness {
  const serverNow = new Date(headers.get('Date') ?? receivedAt)
  const asOf = Date.parse(headers.get('X-As-Of') ?? '')
  return {
    // The Date header counts whole seconds, so an answer can seem younger than nothing.
    ageMs: Number.isNaN(asOf) ? null : Math.max(0, serverNow.getTime() - asOf),
    receivedAt,
    serverNow,
    stale: headers.get('X-Cache') === 'stale',
  }
}

/** The data's time, by the server's clock; null if it could not tell. */
export function asOfTime({ ageMs, serverNow }: Freshness): Date | null {
  return ageMs === null ? null : new Date(serverNow.getTime() - ageMs)
}

/** Age in milliseconds at `now`, this machine's clock; null if the server could not tell. */
export function ageAt(freshness: Freshness, now: number): number | null {
  return freshness.ageMs === null ? null : freshness.ageMs + Math.max(0, now - freshness.receivedAt)
}
