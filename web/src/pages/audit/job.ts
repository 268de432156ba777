import { onBeforeUnmount, ref, shallowRef, watch, type Ref } from 'vue'
import { ApiError, get, request } from '@/api/client'
import type { JobState } from '@/api/types'

const isOver = (job: JobState) => job.state !== 'queued' && job.state !== 'running'

/** Follows a job until it is over: asks soon at first, then every two seconds. */
export function useJob(id: Ref<string>) {
  const job = shallowRef<JobState>()
  const error = ref<ApiError>()
  const seconds = ref(0)
  let timer: ReturnType<typeof setTimeout> | undefined
  let round = 0

  async function follow(mine: number, began: number) {
    try {
      const answer = await get<JobState>(`/jobs/${encodeURIComponent(id.value)}`)
      if (mine !== round) return
      job.value = answer
      seconds.value = Math.round((Date.now() - began) / 1000)
      if (!isOver(answer)) timer = setTimeout(() => void follow(mine, began), seconds.value < 5 ? 400 : 2000)
    } catch (problem) {
      if (mine === round) error.value = problem as ApiError
    }
  }
  watch(
    id,
    (wanted) => {
      clearTimeout(timer)
      round++
      job.value = undefined
      error.value = undefined
      seconds.value = 0
      if (wanted) void follow(round, Date.now())
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    round++
    clearTimeout(timer)
  })
  const cancel = async () => {
    await request(`/jobs/${encodeURIComponent(id.value)}`, { method: 'DELETE' })
    void follow(round, Date.now())
  }
  return { job, error, seconds, cancel }
}

/** Hands the files in for an audit; the id of the job. */
export async function startAudit(files: File[]): Promise<string> {
  const form = new FormData()
  form.append('kind', 'audit')
  for (const file of files) form.append('file', file, file.name)
  const response = await request('/jobs', { method: 'POST', body: form })
  return ((await response.json()) as { id: string }).id
}
