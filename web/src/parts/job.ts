import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { address, ApiError, get, send } from '@/api/client'
import type { JobState } from '@/api/types'

const isOver = (job: { state: string }) => job.state !== 'queued' && job.state !== 'running'

/**
 * Follows a job until it is over. The server tells each step (events); beside that it is asked now and then, which is enough where
 * something between here and there holds events back.
 */
export function useJob<T>(id: Ref<string>) {
  const job = shallowRef<JobState<T>>()
  const error = ref<ApiError>()
  const seconds = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let source: EventSource | undefined
  let round = 0

  const stop = () => {
    clearTimeout(timer)
    source?.close()
    source = undefined
    round++
  }
  const path = () => `/jobs/${encodeURIComponent(id.value)}`

  async function follow(mine: number, began: number) {
    clearTimeout(timer)
    try {
      const answer = await get<JobState<T>>(path())
      if (mine !== round) return
      job.value = answer
      seconds.value = Math.round((Date.now() - began) / 1000)
      if (isOver(answer)) return stop()
      timer = setTimeout(() => void follow(mine, began), seconds.value < 5 ? 400 : 2000)
    } catch (problem) {
      if (mine !== round) return
      // No network for a moment: the job goes on by itself, and so do the questions.
      if (problem instanceof ApiError && problem.status === 0) timer = setTimeout(() => void follow(mine, began), 2000)
      else error.value = problem as ApiError
    }
  }
  function hear(mine: number, began: number) {
    source = new EventSource(address(`/events?job=${encodeURIComponent(id.value)}`))
    source.onmessage = (message) => {
      const event = JSON.parse(String(message.data)) as JobState<T> & { kind: string }
      if (mine !== round || event.kind !== 'job' || event.id !== id.value) return
      if (isOver(event)) void follow(mine, began)
      else job.value = { ...job.value, ...event }
    }
    source.onerror = () => source?.close()
  }
  watch(
    id,
    (wanted) => {
      stop()
      job.value = undefined
      error.value = undefined
      seconds.value = 0
      if (!wanted) return
      const began = Date.now()
      hear(round, began)
      void follow(round, began)
    },
    { immediate: true },
  )
  onBeforeUnmount(stop)
  const cancel = async () => {
    await send('DELETE', path())
    void follow(round, Date.now())
  }
  return { job, error, seconds, cancel }
}
