import { ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Title } from './types'

const base = '/api/v1'

/** A refusal by the server, or no server: `code` is stable, the words are for people. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly words: Title,
    readonly request = '',
  ) {
    super(`${code}: ${words.en}`)
  }
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; zh: string; en: string; request?: string } }
    return new ApiError(response.status, error.code, { zh: error.zh, en: error.en }, error.request)
  } catch {
    const words = { zh: `服务器回答 ${response.status}`, en: `the server answered ${response.status}` }
    return new ApiError(response.status, `http.${response.status}`, words)
  }
}

export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response
  try {
    response = await fetch(base + path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'network.none', { zh: '连接不到服务器', en: 'the server cannot be reached' })
  }
  if (!response.ok) throw await refusal(response)
  return response
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, signal ? { signal } : {})
  return (await response.json()) as T
}

/** Address of something to download, for a link. */
export const address = (path: string) => base + path

/** `/path?a=1`, without the parameters that are empty. */
export function query(path: string, parameters: Record<string, string | number | undefined>): string {
  const given = new URLSearchParams()
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined && value !== '') given.set(key, String(value))
  const text = given.toString()
  return text ? `${path}?${text}` : path
}

export interface Loaded<T> {
  data: ShallowRef<T | undefined>
  error: Ref<ApiError | undefined>
  waiting: Ref<boolean>
  again: () => void
}

/**
 * Reads `path()` now and whenever it changes; undefined reads nothing. What was read before stays until the next answer is there,
 * and an answer that comes too late is dropped.
 */
export function useGet<T>(path: () => string | undefined): Loaded<T> {
  const data = shallowRef<T>()
  const error = ref<ApiError>()
  const waiting = ref(false)
  const round = ref(0)
  watch(
    [path, round],
    async ([wanted], _before, onCleanup) => {
      if (wanted === undefined) {
        data.value = undefined
        return
      }
      const controller = new AbortController()
      onCleanup(() => controller.abort())
      waiting.value = true
      error.value = undefined
      try {
        data.value = await get<T>(wanted, controller.signal)
      } catch (problem) {
        if (controller.signal.aborted) return
        data.value = undefined
        error.value = problem as ApiError
      }
      waiting.value = false
    },
    { immediate: true },
  )
  return { data, error, waiting, again: () => round.value++ }
}

const shared = new Map<string, Promise<unknown>>()

/** Small lists that many pages need (districts, departments, domains) are read once. A failure is not kept. */
export function getOnce<T>(path: string): Promise<T> {
  const known = shared.get(path)
  if (known) return known as Promise<T>
  const asked = get<T>(path).catch((problem: unknown) => {
    shared.delete(path)
    throw problem
  })
  shared.set(path, asked)
  return asked
}
