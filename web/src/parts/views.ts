import { ref, watch } from 'vue'
import { session } from '@/session/session'

/** A list as somebody likes to see it: its address' query under a name, kept in this browser for each account. */
export interface View {
  name: string
  query: string
}
const keyOf = (list: string) => `zhiheng.views.${session.value.account ?? ''}.${list}`

function read(list: string): View[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyOf(list)) ?? '[]')
    return Array.isArray(found) ? found.filter((v): v is View => typeof v?.name === 'string' && typeof v?.query === 'string') : []
  } catch {
    return []
  }
}

/** The state of a list in its address: what was opened in it and where one was is no part of a view. */
export function viewQuery(search: string): string {
  const query = new URLSearchParams(search)
  for (const key of ['page', 'user', 'task', 'comment', 'number']) query.delete(key)
  query.sort()
  return query.toString()
}

/** `views` with one of this name: in its old place where there was one, else at the end. */
export function withView(views: View[], view: View): View[] {
  const at = views.findIndex((v) => v.name === view.name)
  return at < 0 ? [...views, view] : views.map((v, i) => (i === at ? view : v))
}

export function useViews(list: () => string) {
  const views = ref<View[]>([])
  watch([list, () => session.value.account], () => (views.value = read(list())), { immediate: true })
  const set = (changed: View[]) => {
    views.value = changed
    try {
      localStorage.setItem(keyOf(list()), JSON.stringify(changed))
    } catch {
      /* a browser that keeps nothing: the view lasts as long as the page */
    }
  }
  return { views, save: (view: View) => set(withView(views.value, view)), remove: (name: string) => set(views.value.filter((v) => v.name !== name)) }
}
