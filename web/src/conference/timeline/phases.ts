import type { Negotiation } from '../clientJson'

/** The state of a connection. `unknown` if nothing that is stored says it. */
export type State = 'connecting' | 'connected' | 'disconnected' | 'failed' | 'unknown'

/** A time in which a connection was in one state. */
export interface Phase {
  state: State
  start: number
  /** Null: it is ongoing. */
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

const stateOf = (text: string): State => STATES[text] ?? 'unknown'

/**
 * The states of a connection over its time, without gaps. It is connecting from the start of a
 * negotiation to its end, and then has the state of the result. Negotiations without a start are
 * ignored.
 */
export function phasesOf(
  negotiations: readonly Negotiation[],
  state: string,
  span: { start: number; end: number | null },
): Phase[] {
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
    .reduce<Phase[]>(merged, [])
}

function changesOf({ start, end, status }: Negotiation): { at: number; state: State }[] {
  if (start === null) return []
  if (end === null || end < start) return [{ at: start, state: stateOf(status) }]
  return [
    { at: start, state: 'connecting' },
    { at: end, state: stateOf(status) },
  ]
}

/** Joins phases of the same state that follow each other. */
function merged(found: Phase[], next: Phase): Phase[] {
  const last = found.at(-1)
  if (last?.state !== next.state) return [...found, next]
  return [...found.slice(0, -1), { ...last, end: next.end }]
}
