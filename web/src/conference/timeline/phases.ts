import type { Negotiation } from '../clientJson'

/** What a connection was doing: `unknown` where nothing that is stored tells. */
export type State = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'unknown'

export interface Segment {
  state: State
  start: number
  /** Null: it goes on. */
  end: number | null
}

const STATES: Record<string, State> = {
  new: 'connecting',
  checking: 'connecting',
  connecting: 'connecting',
  connected: 'connected',
  completed: 'connected',
  stable: 'connected',
  disconnected: 'disconnected',
  failed: 'failed',
}

export const stateOf = (text: string): State => STATES[text] ?? 'unknown'

/**
 * The states of a connection over its time, without gaps: connecting from a negotiation's start to
 * its end, and from there on as it ended. Negotiations without a start tell nothing.
 */
export function segmentsOf(
  negotiations: readonly Negotiation[],
  state: string,
  span: { start: number; end: number | null },
): Segment[] {
  const changes = negotiations
    .flatMap(changesOf)
    .sort((one, other) => one.at - other.at)
    .filter(({ at }) => span.end === null || at < span.end)
  if (changes.length === 0) return [{ state: stateOf(state), ...span }]
  const before = { at: span.start, state: 'connecting' as const }
  return [before, ...changes]
    .map((change, index, all) => ({
      state: change.state,
      start: Math.max(change.at, span.start),
      end: all[index + 1]?.at ?? span.end,
    }))
    .filter(({ start, end }) => end === null || end > start)
    .reduce<Segment[]>(merged, [])
}

function changesOf({ start, end, status }: Negotiation): { at: number; state: State }[] {
  if (start === null) return []
  if (end === null || end < start) return [{ at: start, state: stateOf(status) }]
  return [
    { at: start, state: 'connecting' },
    { at: end, state: stateOf(status) },
  ]
}

/** Neighbours of one state are one segment. */
function merged(found: Segment[], next: Segment): Segment[] {
  const last = found.at(-1)
  if (last?.state !== next.state) return [...found, next]
  return [...found.slice(0, -1), { ...last, end: next.end }]
}
