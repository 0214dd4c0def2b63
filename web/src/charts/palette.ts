import type { Status } from '@/design/statuses'

/** The colours of a chart, in a form that ECharts can read. They come from tokens.css. */
export interface Palette {
  status: Record<Status, string>
  /** Quantities without a status. */
  series: string
  map: { land: string; few: string; many: string; city: string }
  mark: string
  text: string
  line: string
  surface: string
  hover: string
  font: string
}

const palettes = new Map<string, Palette>()

/**
 * The palette of an appearance. The page must have this appearance when it is read first. It is
 * read once: reading makes the browser compute the styles of the whole page.
 */
export function paletteOf(appearance: 'light' | 'dark' | 'paper'): Palette {
  const known = palettes.get(appearance) ?? readPalette(document.body)
  palettes.set(appearance, known)
  return known
}

/** Reads the tokens as they apply to `element` now. */
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
