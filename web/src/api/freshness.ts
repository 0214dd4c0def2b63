/** How old an answer is. Its age comes from its headers alone: the two clocks may differ. */
export interface Freshness {
  /**
   * Milliseconds from the time of the data to the server's clock when it answered. Null if the
   * server knows no time, because its backfill is not finished.
   */
  ageMs: number | null
  /** This machine's clock when the answer came. */
  receivedAt: number
  /** The server's clock when it answered. */
  serverNow: Date
  /** True if the answer is an old one from the cache, because the database does not answer. */
  stale: boolean
}

export function freshnessOf(headers: Headers, receivedAt: number): Freshness {
  const serverNow = new Date(headers.get('Date') ?? receivedAt)
  const asOf = Date.parse(headers.get('X-As-Of') ?? '')
  return {
    // The Date header has whole seconds, so the difference may be below 0.
    ageMs: Number.isNaN(asOf) ? null : Math.max(0, serverNow.getTime() - asOf),
    receivedAt,
    serverNow,
    stale: headers.get('X-Cache') === 'stale',
  }
}

/** The time of the data, by the server's clock. Null if the server does not know it. */
export function asOfTime({ ageMs, serverNow }: Freshness): Date | null {
  return ageMs === null ? null : new Date(serverNow.getTime() - ageMs)
}

/** The age in milliseconds at `now`, this machine's clock. Null if the server does not know it. */
export function ageAt(freshness: Freshness, now: number): number | null {
  return freshness.ageMs === null ? null : freshness.ageMs + Math.max(0, now - freshness.receivedAt)
}
