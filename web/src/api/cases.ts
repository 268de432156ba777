/** Everything that has states (docs: /api/v1/openapi.json, GET /flows). */
import type { Unit } from './people'
import type { Title } from './types'

export interface Field {
  type: 'text' | 'long_text' | 'date' | 'number' | 'flag' | 'file' | 'choice'
  title: Title
}
export interface Flow {
  id: string
  version: number
  title: Title
  fields?: Record<string, Field>
  states: Record<string, { title: Title; closed: boolean }>
  steps: Record<string, { from: string[]; to: string; title: Title; other_person?: boolean; needs?: string[]; takes?: string[] }>
}
export interface Step<F = Record<string, unknown>> {
  step: string
  by: string
  by_name?: string
  at: string
  from: string | null
  to: string
  fields: Partial<F>
}
export interface Case<F = Record<string, unknown>> {
  id: string
  flow: string
  version: number
  state: string
  subject: string
  unit: Unit | null
  by: string
  by_name?: string
  at: string
  changed_by: string
  changed_at: string
  fields: F
  may: string[]
  history?: Step<F>[]
}
export interface StoredFile {
  sha256: string
  name: string
  size: number
}

export interface Fault extends Title {
  rows: number
  code: string
  column?: string | null
  title?: Title
}
export interface Comparison {
  period?: string | null
  title?: Title
  zh?: string
  en?: string
  last?: string | number | null
  now?: string | number | null
  change?: string | number | null
  limit?: string | number | null
  exceeds?: boolean
  [more: string]: unknown
}
export interface SubmissionFields {
  dataset: string
  file: StoredFile
  format: string
  rows: number
  accepted: number
  rejected: number
  replaced: number
  unknown_heads: string[]
  faults: Fault[]
  warnings: (Title & { code: string; severity: string })[]
  comparisons: Comparison[]
  too_different: boolean
  simulated: boolean
  heads: Record<string, string>
  first_day?: string | null
  last_day?: string | null
  periods?: string[]
  replaces?: string
  reason?: string | Title
  due?: string
  batch?: string
  note?: string
}
export type Submission = Case<SubmissionFields>
export interface RejectedRow {
  line: number
  cells: (string | null)[]
  reasons: (Title & { code: string; cell?: number | null })[]
}
export interface RejectedPage {
  heads: string[]
  items: RejectedRow[]
  total: number
  page: number
  per_page: number
}
export interface Due {
  dataset: string
  title: Title
  period: string
  due: string | null
  state: string
  submission?: string | null
}
export interface Batch {
  batch: string
  dataset: string
  file: string
  at: string
  by: string
  by_name?: string
  rows: number
  rejected: number
  warnings: number
  replaced: number
  simulated: boolean
  withdrawn: boolean
}
