import type { Column } from '@/design/table'

import { UNKNOWN } from './clientJson'
import type { ConnectionBar, SessionBar } from './timeline/timeline'
import {
  connectionType,
  placeWords,
  platformWords,
  setupWords,
  spanWords,
  STATE_TITLES,
} from './words'

/* The columns of the tables on a conference's page. Times are in the zone. */

export const sessionColumns = (zone: string): Column<SessionBar>[] => [
  { title: 'Participant', value: ({ person }) => person },
  { title: 'Platform', value: ({ platform }) => platformWords(platform) },
  { title: 'Place', value: ({ place }) => placeWords(place) },
  { title: 'App version', value: ({ row }) => row.app_version?.trim() || UNKNOWN },
  { title: 'Issues', value: ({ issues }) => issues },
  { title: 'Time', value: (bar) => spanWords(bar, zone) },
]

export const connectionColumns = (zone: string): Column<ConnectionBar>[] => [
  { title: 'Of', value: ({ person }) => person },
  { title: 'To', value: ({ peer }) => peer },
  { title: 'Type', value: ({ row }) => connectionType(row.type) },
  { title: 'Setup time', value: ({ setupMs }) => setupMs, text: setupWords },
  {
    title: 'States',
    value: ({ phases }) => phases.map(({ state }) => STATE_TITLES[state]).join(', '),
  },
  { title: 'Time', value: (bar) => spanWords(bar, zone) },
]
