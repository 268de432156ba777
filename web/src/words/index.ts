import { createI18n } from 'vue-i18n'
import type { Title } from '@/api/types'
import { en } from './en'
import { zh } from './zh'

export type Language = 'zh' | 'en'

export const i18n = createI18n({ legacy: false, locale: 'zh', fallbackLocale: 'zh', messages: { zh, en } })

export const language = () => i18n.global.locale.value as Language

/** A title in the reader's language; in Chinese where it has no English. */
export function words(title: Title | string | null | undefined): string {
  if (!title) return ''
  if (typeof title === 'string') return title
  return (language() === 'en' ? title.en : title.zh) || title.zh || title.en
}

/** The same for the form `title` / `title_en` that plans have. */
export const wordsOf = (thing: { title: string; title_en?: string }) => words({ zh: thing.title, en: thing.title_en ?? '' })

/** The word for a code, or the code itself where a newer server knows more codes than these pages. */
export function wordFor(group: string, code: string | undefined | null): string {
  if (!code) return ''
  const key = `${group}.${code}`
  return i18n.global.te(key) ? i18n.global.t(key) : code
}

/** Several things in one line: 甲、乙 or a, b. */
export const listed = (items: (string | number)[]) => items.join(language() === 'en' ? ', ' : '、')

/** A printed change or distance in the reader's language; units that have no English stay as they are. */
export const localised = (text: string) => (language() === 'en' ? text.replace('个百分点', 'pp') : text)
