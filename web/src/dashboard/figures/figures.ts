import type { components } from '@/api/schema'
import { formatMs } from '@/format/durations'
import { formatCount, formatDecimal, formatShare } from '@/format/numbers'
import type { Range } from '@/view/range'
import type { Selection } from '@/view/selection'

/** The figures of one period. */
export type Figures = components['schemas']['Figures']
type Percentile = Figures['setup_ms_median']

/** How a figure moved since the period before, and whether that is good. */
export interface Change {
  direction: 'up' | 'down' | 'same'
  tone: 'better' | 'worse' | 'neutral'
  /** `up 3.2 points` */
  text: string
}

/** A number at the top of the page. */
export interface Figure {
  title: string
  value: string
  /** What the value leaves out, where it is rounded. */
  exactly?: string
  /** Null where one of the two periods has nothing to compare. */
  change: Change | null
  /** The value of the period before. */
  before: string
  /** The conferences behind it, where there are such. */
  selection?: Selection
}

/** What a figure is made of: a number to compare, and how people read it. */
interface Reading {
  number: number | null
  text: string
  exactly?: string
}

interface Kind {
  title: string
  read: (figures: Figures) => Reading
  unit: 'points' | 'percent'
  /** Is more of it worse? Null where it is neither. */
  moreIs: 'worse' | null
  selection?: Selection
}

const KINDS: readonly Kind[] = [
  {
    title: 'Conferences',
    read: ({ conferences }) => ({ number: conferences, text: formatCount(conferences) }),
    unit: 'percent',
    moreIs: null,
    selection: { title: 'Conferences', conditions: {} },
  },
  {
    title: 'With errors',
    read: ({ with_errors, conferences }) => share(with_errors, conferences),
    unit: 'points',
    moreIs: 'worse',
    selection: { title: 'Conferences with errors', conditions: { status: 'error' } },
  },
  {
    title: 'With warnings',
    read: ({ with_warnings, conferences }) => share(with_warnings, conferences),
    unit: 'points',
    moreIs: 'worse',
    selection: { title: 'Conferences with warnings', conditions: { status: 'warning' } },
  },
  {
    title: 'Median setup time',
    read: ({ setup_ms_median }) => milliseconds(setup_ms_median),
    unit: 'percent',
    moreIs: 'worse',
  },
  {
    title: '95% set up within',
    read: ({ setup_ms_p95 }) => milliseconds(setup_ms_p95),
    unit: 'percent',
    moreIs: 'worse',
  },
  {
    title: 'Relayed connections',
    read: ({ relayed, connections }) => share(relayed, connections),
    unit: 'points',
    moreIs: 'worse',
    selection: {
      title: 'Conferences with relayed connections',
      conditions: { connection_type: 'relayed' },
    },
  },
  {
    title: 'Participants per conference',
    read: ({ participants, conferences }) => mean(participants, conferences),
    unit: 'percent',
    moreIs: null,
  },
]

export const FIGURE_TITLES = KINDS.map(({ title }) => title)

/** The figures of a period, compared with the one before. */
export function figuresOf(current: Figures, previous: Figures | null): Figure[] {
  return KINDS.map((kind) => {
    const [now, before] = [kind.read(current), previous && kind.read(previous)]
    return {
      title: kind.title,
      value: now.text,
      ...(now.exactly && { exactly: now.exactly }),
      change: changeOf(kind, now.number, before?.number ?? null),
      before: before?.text ?? '–',
      ...(kind.selection && { selection: kind.selection }),
    }
  })
}

function changeOf(
  { unit, moreIs }: Kind,
  now: number | null,
  before: number | null,
): Change | null {
  if (now === null || before === null) return null
  if (unit === 'percent' && before === 0) return null
  const moved = unit === 'points' ? 100 * (now - before) : (100 * (now - before)) / before
  const size = formatDecimal(Math.abs(moved))
  if (size === '0') return { direction: 'same', tone: 'neutral', text: 'no change' }
  const direction = moved > 0 ? 'up' : 'down'
  const tone = moreIs === null ? 'neutral' : direction === 'up' ? 'worse' : 'better'
  const words = () => {
    if (unit === 'points') return `${size} ${size === '1' ? 'point' : 'points'}`
    return now >= MANY_TIMES * before ? `${formatCount(Math.round(now / before))}-fold` : `${size}%`
  }
  return { direction, tone, text: `${direction} ${words()}` }
}

/** From here on a growth is easier to read as a multiple than in per cent. */
const MANY_TIMES = 10

function share(part: number, whole: number): Reading {
  return {
    number: whole === 0 ? null : part / whole,
    text: formatShare(part, whole),
    exactly: `${formatCount(part)} of ${formatCount(whole)}`,
  }
}

function mean(sum: number, count: number): Reading {
  if (count === 0) return { number: null, text: '–' }
  return { number: sum / count, text: formatDecimal(sum / count) }
}

/** The middle of the bounds within which a percentile is known to lie. */
function milliseconds(bounds: Percentile): Reading {
  if (!bounds) return { number: null, text: '–' }
  const { min_ms: least, max_ms: end } = bounds
  if (end === null) return { number: least, text: `≥ ${formatMs(least)}` }
  const middle = (least + end) / 2
  const exactly = `at least ${formatMs(least)}, less than ${formatMs(end)}`
  return { number: middle, text: `≈ ${formatMs(middle)}`, exactly }
}

/** The period that a range is compared with, for a sentence. */
export function periodBefore(range: Range): string {
  if (range.kind === 'named') return NAMED_PERIODS[range.name]
  const days = Math.round((Date.parse(range.to) - Date.parse(range.from)) / 86_400_000) + 1
  return days === 1 ? 'the day before' : `the ${formatCount(days)} days before`
}

const NAMED_PERIODS = {
  '24h': 'the same hours a day earlier',
  '7d': 'the 7 days before, up to the same hour',
  '30d': 'the 30 days before, up to the same hour',
  '90d': 'the 90 days before, up to the same hour',
} as const
