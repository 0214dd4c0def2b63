import '@fontsource-variable/inter'
import './design/tokens.css'
import './design/base.css'
import './design/controls.css'

import { VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'

import App from './app/App.vue'
import { queryClient } from './queries/client'
import { router } from './app/router'

const app = createApp(App)
app.use(VueQueryPlugin, { queryClient })
app.use(router)
// No `await` at the top level: lazy pages import from this script, and would wait for its end.
void router.isReady().then(() => app.mount('#app'))
