import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, send } from '@/api/client'
import type { Preview } from './chapters'

const kPause = 500

/** What the text would be in print, asked for when somebody has stopped typing for half a second. The last answer stays meanwhile. */
export function usePreview(path: string, text: Ref<string>, of: () => { year: number | undefined; chapter: string }) {
  const preview = shallowRef<Preview>()
  const waiting = ref(false)
  const problem = shallowRef<ApiError>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function ask() {
    const mine = ++round
    const { year, chapter } = of()
    if (!year) return
    waiting.value = true
    try {
      const answer = await send<Preview>('POST', path, { year, chapter, text: text.value })
      if (mine !== round) return
      preview.value = answer
      problem.value = undefined
    } catch (refused) {
      if (mine === round) problem.value = refused as ApiError
    } finally {
      if (mine === round) waiting.value = false
    }
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void ask(), kPause)
  }
  watch([text, () => of().year], soon, { immediate: true })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    round++
  })
  return { preview, waiting, problem, again: soon }
}
