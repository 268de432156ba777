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
    /** What the server adds to a refusal: the case as it is now, where somebody was faster. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(`${code}: ${words.en}`)
  }
}

async function refusal(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as { error: { code: string; zh: string; en: string; request?: string } & Record<string, unknown> }
    return new ApiError(response.status, error.code, { zh: error.zh, en: error.en }, error.request, error)
  } catch {
    const words = { zh: `服务器回答 ${response.status}`, en: `the server answered ${response.status}` }
    return new ApiError(response.status, `http.${response.status}`, words)
  }
}

/** What the session lends to every request (src/session): its proof on writes, and what to do where the server asks who one is. */
export const door = {
  csrf: '',
  /** Called for a refusal that signing in (or reading the session anew) may mend; true: ask once more. */
  mend: (_refused: ApiError): Promise<boolean> => Promise.resolve(false),
}

async function once(path: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  if (door.csrf && init.method && init.method !== 'GET') headers.set('X-CSRF-Token', door.csrf)
  let response: Response
  try {
    response = await fetch(base + path, { ...init, headers })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'network.none', { zh: '连接不到服务器', en: 'the server cannot be reached' })
  }
  if (!response.ok) throw await refusal(response)
  return response
}

/** Asks the server; where it says that one has to sign in first, asks again after that: nothing typed is lost. */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await once(path, init)
  } catch (problem) {
    if (problem instanceof ApiError && (await door.mend(problem))) return once(path, init)
    throw problem
  }
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  const response = await request(path, signal ? { signal } : {})
  return (await response.json()) as T
}

/** Writes: JSON or a form; the answer's JSON, undefined where it has none. `key` makes a repetition give the first answer again. */
export async function send<T>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: object, key?: string): Promise<T> {
  const headers: Record<string, string> = {}
  if (key) headers['Idempotency-Key'] = key
  if (body && !(body instanceof FormData)) headers['Content-Type'] = 'application/json'
  const content = body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }
  const response = await request(path, { method, headers, ...content })
  return (response.status === 204 ? undefined : await response.json()) as T
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
