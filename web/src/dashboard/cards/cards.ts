import type { Component } from 'vue'

import BrowsersCard from './BrowsersCard.vue'
import ConnectionTypesCard from './ConnectionTypesCard.vue'
import DurationsCard from './DurationsCard.vue'
import GumErrorsCard from './GumErrorsCard.vue'
import IssuesCard from './IssuesCard.vue'
import MapCard from './MapCard.vue'
import OsCard from './OsCard.vue'
import ParticipantsCard from './ParticipantsCard.vue'
import SetupTimesCard from './SetupTimesCard.vue'

/** The cards below the conferences, in their order; `span` is of the grid's twelve columns. */
export const CARDS: readonly { id: string; component: Component; span: 4 | 6 | 12 }[] = [
  { id: 'issues', component: IssuesCard, span: 6 },
  { id: 'media-errors', component: GumErrorsCard, span: 6 },
  { id: 'connections', component: ConnectionTypesCard, span: 4 },
  { id: 'setup-times', component: SetupTimesCard, span: 4 },
  { id: 'durations', component: DurationsCard, span: 4 },
  { id: 'participants', component: ParticipantsCard, span: 4 },
  { id: 'browser', component: BrowsersCard, span: 4 },
  { id: 'os', component: OsCard, span: 4 },
  { id: 'map', component: MapCard, span: 12 },
]
