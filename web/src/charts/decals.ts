import type { Status } from '@/design/statuses'

/* Patterns that tell the statuses apart without colour. `--fill-…` in tokens.css has the same. */
export function statusDecal(status: Status, mark: string) {
  switch (status) {
    case 'success':
      return { symbol: 'none' as const }
    case 'warning':
      return stripes(mark, Math.PI / 4)
    case 'error':
      return stripes(mark, -Math.PI / 4)
    case 'ongoing':
      return {
        symbol: 'circle',
        symbolSize: 0.7,
        color: mark,
        opacity: 0.6,
        dashArrayX: [
          [3, 3],
          [0, 3, 3, 0],
        ],
        dashArrayY: [3, 3],
      }
  }
}

function stripes(color: string, rotation: number) {
  return { symbol: 'rect', color, opacity: 0.5, rotation, dashArrayX: [1, 0], dashArrayY: [1, 5] }
}
