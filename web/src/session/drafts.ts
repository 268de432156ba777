import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

import { session } from './session'

const kPrefix = 'zhiheng.draft.'
const kKeep = 30 * 24 * 3600 * 1000

const keyOf = (name: string) => `${session.value.account ?? ''}.${name}`

interface Kept {
  at: number
  text: string
}

function read(key: string): Kept | undefined {
  try {
    const found = localStorage.getItem(kPrefix + key)
    return found ? (JSON.parse(found) as Kept) : undefined
  } catch {
    return undefined
  }
}
function write(key: string, text: string) {
  try {
    if (text) localStorage.setItem(kPrefix + key, JSON.stringify({ at: Date.now(), text }))
    else localStorage.removeItem(kPrefix + key)
  } catch {
    /* a browser that keeps nothing: the text stays in the page */
  }
}

/** Is there something of this name that was typed and not sent? */
export const hasDraft = (name: string) => read(keyOf(name)) !== undefined

/** Drafts that nobody came back for in a month go: other people may use this computer. */
export function sweepDrafts(now = Date.now()) {
  try {
    for (const key of Object.keys(localStorage))
      if (key.startsWith(kPrefix) && now - (read(key.slice(kPrefix.length))?.at ?? 0) > kKeep) localStorage.removeItem(key)
  } catch {
    /* as above */
  }
}

/**
 * What somebody types, kept in this browser until `forget()`: a lost network, a closed tab or an ended session loses none of it.
 * `found` says when what stood there was typed, where there was something. Each account has its own.
 */
export function useDraft(name: string): { text: Ref<string>; found: number | undefined; forget: () => void } {
  const key = keyOf(name)
  const kept = read(key)
  const text = ref(kept?.text ?? '')
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    write(key, text.value)
  }
  watch(text, () => {
    clearTimeout(timer)
    timer = setTimeout(save, 300)
  })
  const leaving = () => timer && save()
  addEventListener('pagehide', leaving)
  onBeforeUnmount(() => {
    leaving()
    removeEventListener('pagehide', leaving)
  })
  const forget = () => {
    clearTimeout(timer)
    timer = undefined
    write(key, '')
  }
  return { text, found: kept?.at, forget }
}
