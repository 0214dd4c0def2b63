import type { Status } from '@/statuses'

/** The tokens that a chart draws with, as colours that ECharts can read. */
export interface Palette {
  status: Record<Status, string>
  mark: string
  text: string
  line: string
  surface: string
  hover: string
  font: string
}

/** Resolves tokens.css as it applies to `element` now (light or dark). */
export function readPalette(element: HTMLElement): Palette {
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
