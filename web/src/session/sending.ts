import { ref, shallowRef } from 'vue'
import { ApiError } from '@/api/client'

/** One thing to send: busy while it is under way, `refused` where the server said no. What was typed stays. */
export function useSending() {
  const busy = ref(false)
  const refused = shallowRef<ApiError>()
  const run = async <T>(action: () => Promise<T>): Promise<T | undefined> => {
    if (busy.value) return undefined
    busy.value = true
    refused.value = undefined
    try {
      return await action()
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem
      refused.value = problem
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { busy, refused, run }
}

/** A fresh key for a write: sent again with it, the server gives the first answer again instead of doing it twice. */
export const freshKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
