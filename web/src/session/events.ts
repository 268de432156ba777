import { onBeforeUnmount } from 'vue'
import { address } from '@/api/client'

export interface ServerEvent {
  kind: string
  [field: string]: unknown
}
type Listener = (event: ServerEvent) => void

const listeners = new Map<string, Set<Listener>>()
let source: EventSource | undefined

/** Calls `listener` at each event of that kind, until the function that it returns is called. */
export function listen(kind: string, listener: Listener): () => void {
  const those = listeners.get(kind) ?? new Set()
  listeners.set(kind, those.add(listener))
  return () => those.delete(listener)
}

/** The same for as long as a page stands. */
export function useEvents(kind: string, listener: Listener) {
  onBeforeUnmount(listen(kind, listener))
}

export function tell(event: ServerEvent) {
  for (const listener of listeners.get(event.kind) ?? []) listener(event)
}

/**
 * One stream for the tab in front: browsers allow few connections to a server, and a hidden tab needs no news. Opened anew for each
 * session, since who listens decides what is heard; the browser connects again by itself.
 */
export function openEvents() {
  closeEvents()
  source = new EventSource(address('/events'))
  source.onmessage = (message) => {
    try {
      tell(JSON.parse(String(message.data)) as ServerEvent)
    } catch {
      /* a line that is no event says nothing */
    }
  }
}

export function closeEvents() {
  source?.close()
  source = undefined
}
