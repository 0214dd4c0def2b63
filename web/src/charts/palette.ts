import type { Status } from '@/design/statuses'

/** The tokens that a chart draws with, as colours that ECharts can read. */
export interface Palette {
  status: Record<Status, string>
  /** A quantity that no status tells apart. */
  series: string
  map: { land: string; few: string; many: string; city: string }
  mark: string
  text: string
  line: string
  surface: string
  hover: string
  font: string
}

const read = new Map<string, Palette>()

/**
 * The palette that is in force while the page has this appearance: light, dark or on paper. It is
 * read once for each, because reading makes the browser work out the styles of the whole page.
 */
export function paletteOf(appearance: 'light' | 'dark' | 'paper'): Palette {
  const known = read.get(appearance) ?? readPalette(document.body)
  read.set(appearance, known)
  return known
}

/** Resolves tokens.css as it applies to `element` now. */
function readPalette(element: HTMLElement): Palette {
  const probe = document.createElement('span')
  probe.hidden = true
  element.append(probe)
  const colour = (token: string) => {
    probe.style.color = `var(--${token})`
    return getComputedStyle(probe).color
  }
  const palette: Palette = {
    status: {
      success: colour('status-success'),
      warning: colour('status-warning'),
      error: colour('status-error'),
      ongoing: colour('status-ongoing'),
    },
    series: colour('series'),
    map: {
      land: colour('map-land'),
      few: colour('map-few'),
      many: colour('map-many'),
      city: colour('map-city'),
    },
    mark: colour('status-mark'),
    text: colour('text-faint'),
    line: colour('line'),
    surface: colour('surface'),
    hover: colour('surface-sunk'),
    font: getComputedStyle(element).fontFamily,
  }
  probe.remove()
  return palette
}
