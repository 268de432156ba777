import { computed, ref, watchEffect } from 'vue'
import { i18n, type Language } from '@/words'

export type Look = 'auto' | 'light' | 'dark' | 'contrast'
export const looks: Look[] = ['auto', 'light', 'dark', 'contrast']

const kept = (key: string) => {
  try {
    return localStorage.getItem(`zhiheng.${key}`)
  } catch {
    return null // a browser that keeps nothing still shows everything
  }
}
function keep(key: string, value: string) {
  try {
    localStorage.setItem(`zhiheng.${key}`, value)
  } catch {
    /* as above */
  }
}

const asked = (feature: string) => {
  const list = matchMedia(feature)
  const matches = ref(list.matches)
  list.addEventListener('change', () => (matches.value = list.matches))
  return matches
}

const systemDark = asked('(prefers-color-scheme: dark)')
const systemContrast = asked('(prefers-contrast: more)')
const known = looks.find((l) => l === kept('look'))

export const look = ref<Look>(known ?? 'auto')

/** The scheme in force: `light`, `dark`, `contrast` or `contrast-dark` (build/theme.ts). */
export const scheme = computed(() => {
  if (look.value === 'contrast') return systemDark.value ? 'contrast-dark' : 'contrast'
  if (look.value !== 'auto') return look.value
  if (systemContrast.value) return systemDark.value ? 'contrast-dark' : 'contrast'
  return systemDark.value ? 'dark' : 'light'
})
export const isDark = computed(() => scheme.value === 'dark' || scheme.value === 'contrast-dark')

export function setLook(wanted: Look) {
  look.value = wanted
  keep('look', wanted)
}

export function setLanguage(wanted: Language) {
  i18n.global.locale.value = wanted
  keep('language', wanted)
}

export function keepDistrict(id: string) {
  keep('district', id)
}
export const lastDistrict = () => kept('district')

/** Takes up what was chosen before; the language of the browser where nothing was. */
export function startSettings() {
  const language = kept('language') ?? (navigator.language.startsWith('zh') ? 'zh' : 'en')
  i18n.global.locale.value = language === 'en' ? 'en' : 'zh'
  watchEffect(() => (document.documentElement.dataset['theme'] = scheme.value))
  watchEffect(() => (document.documentElement.lang = i18n.global.locale.value === 'zh' ? 'zh-CN' : 'en'))
}
