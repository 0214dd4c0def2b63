import { createRouter, createWebHistory, START_LOCATION } from 'vue-router'

import { loadECharts } from '@/charts/load'
import DashboardPage from '@/dashboard/DashboardPage.vue'

import AppPage from './AppPage.vue'
import HomePage from './HomePage.vue'
import LoginPage from './LoginPage.vue'
import NotFoundPage from './NotFoundPage.vue'

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [
    { path: '/', name: 'home', component: HomePage },
    { path: '/login', name: 'login', component: LoginPage },
    {
      path: '/apps/:appId',
      component: AppPage,
      props: ({ params }) => ({ appId: params.appId }),
      children: [
        {
          path: '',
          name: 'app',
          component: DashboardPage,
          // The code for charts loads while the session is requested.
          beforeEnter: () => void loadECharts(),
        },
        {
          path: 'conferences',
          name: 'conferences',
          component: () => import('@/conferences/ConferencesPage.vue'),
        },
        {
          path: 'conferences/:conferenceId',
          name: 'conference',
          component: () => import('@/conference/ConferencePage.vue'),
          props: ({ params }) => ({ conferenceId: params.conferenceId }),
        },
      ],
    },
    { path: '/:missing(.*)*', name: 'missing', component: NotFoundPage },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path !== from.path && { top: 0 }),
})

// A page's files are missing after an update of the server. A full load gets the new files.
router.onError((_error, to, from) => {
  if (from !== START_LOCATION) window.location.assign(to.fullPath)
})
