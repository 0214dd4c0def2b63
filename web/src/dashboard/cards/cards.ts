import type { Component } from 'vue'

import BrowsersCard from './BrowsersCard.vue'
import ConferencesCard from './ConferencesCard.vue'
import ConnectionTypesCard from './ConnectionTypesCard.vue'
import DurationsCard from './DurationsCard.vue'
import IssuesCard from './IssuesCard.vue'
import MapCard from './MapCard.vue'
import MediaErrorsCard from './MediaErrorsCard.vue'
import OsCard from './OsCard.vue'
import ParticipantsCard from './ParticipantsCard.vue'
import SetupTimesCard from './SetupTimesCard.vue'

/** The cards of the dashboard, in their order. `span` is the width in columns of twelve. */
export const CARDS: readonly { card: Component; span: 4 | 6 | 12 }[] = [
  { card: ConferencesCard, span: 12 },
  { card: IssuesCard, span: 6 },
  { card: MediaErrorsCard, span: 6 },
  { card: ConnectionTypesCard, span: 4 },
  { card: SetupTimesCard, span: 4 },
  { card: DurationsCard, span: 4 },
  { card: ParticipantsCard, span: 4 },
  { card: BrowsersCard, span: 4 },
  { card: OsCard, span: 4 },
  { card: MapCard, span: 12 },
]
