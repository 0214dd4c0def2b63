import { computed, ref, watchEffect } from 'vue'

const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

const STORED_AS = 'theme'
const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
const systemIsDark = ref(systemDark.matches)
systemDark.addEventListener('change', (event) => (systemIsDark.value = event.matches))

const chosen = ref<Theme>(
  THEMES.find((theme) => theme === localStorage.getItem(STORED_AS)) ?? 'system',
)
const resolved = computed(() => {
  if (chosen.value !== 'system') return chosen.value
  return systemIsDark.value ? 'dark' : 'light'
})

watchEffect(
  () => {
    localStorage.setItem(STORED_AS, chosen.value)
    if (chosen.value === 'system') delete document.documentElement.dataset.theme
    else document.documentElement.dataset.theme = chosen.value
  },
  { flush: 'sync' },
)

/** The theme that the user has chosen (this browser stores it), and the theme that is shown. */
export function useTheme() {
  return { chosen, resolved }
}
