/** Who one is, accounts and rights, the journal, as the server sends them. */
import type { Title } from './types'

export type Reach = 'self' | 'own' | 'scope' | 'all'
export interface Unit {
  kind: string
  code: string
}
export interface Grant {
  role: string
  areas: string[]
  domains: string[]
  title?: Title
}
export interface Session {
  account: string | null
  name?: string
  unit?: Unit | null
  roles?: Grant[]
  capabilities: Record<string, Reach>
  must_add_second_factor?: boolean
  second_factor?: boolean
  csrf?: string
  district: string
}
export interface User {
  account: string
  name: string
  unit: Unit | null
  roles: Grant[]
  disabled: boolean
  password: boolean
  second_factor: boolean
  added: string
}
export interface Rights {
  roles: { id: string; title: Title; unit: string; apart: string; second_factor: string }[]
  capabilities: { id: string; title: Title; anonymous: string | boolean; reach: Record<string, string> }[]
}

export interface Journal {
  streams: { stream: string; lines: number; hash: string; algorithm: string; bytes: number; at: string }[]
  now: { day: string; short: string; hash: string }
  days: { day: string; short: string; hash: string }[]
}
export interface JournalLine {
  number: number
  at: string
  by: string
  by_name?: string
  does: string
  entry: Record<string, unknown>
}
export interface Verified {
  ok: boolean
  streams: { stream: string; lines: number; breaks: number | unknown[]; torn: number | boolean }[]
  problems: (Title & { code: string; place: string })[]
  anchored: boolean | string | null
  seconds: number
}
export interface ServerState {
  version: string
  started: string
  seconds: number
  memory_bytes: number
  connections: number
  streams: number
  requests?: number
  workspace: string | null
  disk_free_bytes: number
  jobs: { queued: number; running: number }
  journal?: { lines: number }
  districts: (string | { id: string })[]
}
