import type { components } from '@/api/schema'
import { formatMs } from '@/format/durations'
import { formatCount, formatDecimal, formatShare } from '@/format/numbers'
import type { Range } from '@/view/range'
import type { Selection } from '@/view/selection'

/** The figures of one period. */
export type Figures = components['schemas']['Figures']
type Percentile = Figures['setup_ms_median']

/** The difference to the period before, and whether it is good. */
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
  /** The exact numbers, if the value is rounded. */
  exactly?: string
  /** Null if one of the two periods has no value. */
  change: Change | null
  /** The value of the period before. */
  before: string
  /** Its conferences. Absent if the figure does not stand for conferences. */
  selection?: Selection
}

/** A figure's value: a number to compare, and text to show. */
interface Reading {
  number: number | null
  text: string
  exactly?: string
}

interface FigureDefinition {
  title: string
  read: (figures: Figures) => Reading
  unit: 'points' | 'percent'
  /** Null if a larger value is neither better nor worse. */
  moreIs: 'worse' | null
  selection?: Selection
}

const FIGURES: readonly FigureDefinition[] = [
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

export const FIGURE_TITLES = FIGURES.map(({ title }) => title)

/** The figures of a period, compared with the period before. */
export function figuresOf(current: Figures, previous: Figures | null): Figure[] {
  return FIGURES.map((figure) => {
    const [now, before] = [figure.read(current), previous && figure.read(previous)]
    return {
      title: figure.title,
      value: now.text,
      ...(now.exactly && { exactly: now.exactly }),
      change: changeOf(figure, now.number, before?.number ?? null),
      before: before?.text ?? '–',
      ...(figure.selection && { selection: figure.selection }),
    }
  })
}

function changeOf(
  { unit, moreIs }: FigureDefinition,
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
  const amount = () => {
    if (unit === 'points') return `${size} ${size === '1' ? 'point' : 'points'}`
    return now >= MANY_TIMES * before ? `${formatCount(Math.round(now / before))}-fold` : `${size}%`
  }
  return { direction, tone, text: `${direction} ${amount()}` }
}

/** From this factor on, a growth is written as `12-fold` and not in per cent. */
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

/** A percentile is known by two bounds. Its value is the middle of them. */
function milliseconds(bounds: Percentile): Reading {
  if (!bounds) return { number: null, text: '–' }
  const { min_ms: least, max_ms: end } = bounds
  if (end === null) return { number: least, text: `≥ ${formatMs(least)}` }
  const middle = (least + end) / 2
  const exactly = `at least ${formatMs(least)}, less than ${formatMs(end)}`
  return { number: middle, text: `≈ ${formatMs(middle)}`, exactly }
}

/** The name of the period that a range is compared with, for use in a sentence. */
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
