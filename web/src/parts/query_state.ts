import { computed, type WritableComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/**
 * One value that lives in the address, so that a view can be sent to a colleague. Its default is not written out. Changing a filter
 * goes back to the first page of the list.
 */
export function useQueryValue(key: string, byDefault = ''): WritableComputedRef<string> {
  const route = useRoute()
  const router = useRouter()
  return computed({
    get: () => {
      const value = route.query[key]
      return typeof value === 'string' ? value : byDefault
    },
    set: (value) => {
      const query = { ...route.query }
      if (value === byDefault) delete query[key]
      else query[key] = value
      if (key !== 'page') delete query['page']
      void router.replace({ query, hash: route.hash })
    },
  })
}

/** The same for several keys at once: `clear()` takes them all out of the address. */
export function useClear(keys: string[]) {
  const route = useRoute()
  const router = useRouter()
  const active = computed(() => keys.some((key) => route.query[key] !== undefined))
  const clear = () =>
    router.replace({ query: Object.fromEntries(Object.entries(route.query).filter(([key]) => !keys.includes(key) && key !== 'page')) })
  return { active, clear }
}
