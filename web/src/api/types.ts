/** What the server sends (docs: /api/v1/openapi.json). Only what the pages read is named here. */

export interface Title {
  zh: string
  en: string
}
export interface Page<T> {
  items: T[]
  total: number
  page: number
  per_page: number
}
export interface Named {
  id: string
  title: Title
}
/** A number as computed: exact decimal as text; null is missing, "0" is zero. */
export interface Value {
  value: string | null
  unit: string
  text: string
  decimals?: number
  numerator?: string | null
  denominator?: string | null
  simulated?: boolean
}

export interface District extends Named {
  years: number[]
  simulated: boolean
  papers: number[]
}
export interface Area extends Named {
  code?: string
  tile: { column: number; row: number } | null
}

export type Status = 'reached' | 'on_track' | 'at_risk' | 'behind' | 'missed' | 'no_data'

export interface Change {
  value: string | null
  text: string
  better: boolean | null
  real: boolean | null
}
export interface GlanceTarget {
  plan: string
  target: string
  by: number
  text: Title
  status: Status
}
export interface Glance extends Named {
  value: Value | null
  year?: number
  change: Change | null
  target: GlanceTarget | null
  series: { year: number; value: string | null }[]
}
export interface Overview {
  district: Named
  simulated: boolean
  year: number
  years: number[]
  domains: (Named & { total?: number; indicators: Glance[] })[]
  changed: { indicator: string; title: Title; text: string; change: Change }[]
  missing: { indicator: string; title: Title; owner: string }[]
  due: { plan: string; task: string; title: Title; due: string; state: TaskState; owners?: string[] }[]
}

export interface IndicatorItem extends Named {
  unit: string
  kind: string
  domain: string
  owner: string
  latest: { year: number; value: string | null; text: string; simulated?: boolean } | null
  years?: number
  areas?: boolean
}
export interface IndicatorValue {
  area: string
  area_id?: string | null
  year: number
  value: string | null
  number?: string | null
  numerator?: string
  denominator?: string
  published?: string
  simulated?: boolean
  sources?: string[]
  files?: string[]
  query?: string
  note?: string
  status?: string
}
export interface AreaValue {
  area: string
  title: Title | string
  year?: number
  text?: string
  value: string | null
  numerator?: string | null
  denominator?: string | null
  low?: string | null
  high?: string | null
}
export interface Indicator {
  indicator: string
  title: Title
  kind: string
  unit: string
  decimals: number
  owner: string
  scope?: Title
  domain: string
  better?: string
  frequency?: string
  timing?: string
  from?: string
  formula?: string
  reported?: boolean
  defined_at: string
  values: IndicatorValue[]
  targets?: { plan: string; target: string; year: number; op: string; measures: string; value: Bound; text: Title }[]
  areas?: AreaValue[]
}

/** What is demanded: one number, or a range [low, high]. */
export type Bound = number | string | null | (number | string)[]

export interface PlanItem {
  id: string
  title: string
  title_en: string
  document: string
  period: [number, number]
  issued: string
  draft: boolean
  targets: number
  tasks: number
}
export interface Point {
  year: number
  value: number
}
export interface Forecast {
  refused?: Title
  probability?: number
  expected?: number
  low?: number
  high?: number
  coverage?: number
  method?: Title
}
export interface Target {
  id: string
  indicator: string
  title: string
  title_en: string
  kind: string
  unit: string
  words: Title
  by: number
  goal: string
  owners: { code: string; title: string }[]
  owners_named: boolean
  domain: string
  better: string
  scope: Title | null
  source: string
  note: Title | null
  status: Status
  reason: Title & { code: string }
  now: Point | null
  start: Point | null
  limit: Bound
  distance: number | null
  distance_unit: string
  needed_pace: number | null
  pace: number | null
  milestones: { year: number; value: Bound; now: number | null; met: boolean | null }[]
  missing_years: number[]
  break_in_series: boolean
  simulated: boolean
  value_sources: string[]
  forecast?: Forecast
  /** Only of one target: the values that it was judged and forecast from. */
  history?: { year: number; value: string | null; simulated?: boolean }[]
}
export interface PlanHead {
  district: string
  plan: string
  title: string
  title_en?: string
  document: string
  draft: boolean
  period: [number, number]
  as_of: string
  year: number
  simulated: boolean
}
export interface PlanStatus extends PlanHead {
  summary: Record<Status, number>
  targets: Target[]
  oddities: (Title & { kind: string; target: string })[]
}

export type TaskState = string
export interface TaskReport {
  state: TaskState
  reported_on: string
  by: string
  note: string
  evidence: string
  simulated: boolean
}
export interface Task {
  task: string
  title: string
  title_en: string
  year: number
  state: TaskState
  state_words: string
  promised: string
  due: string
  working_days: number | null
  goal: string
  owners: string[]
  items: string[]
  deliverables: { target: string; title: string; limit: Bound; unit: string; value: number | null; met: boolean | null; simulated: boolean }[]
  reports: TaskReport[]
}
export interface TaskList {
  plan: string
  as_of: string
  simulated: boolean
  reported: boolean
  warnings: (Title | string)[]
  tasks: Task[]
}

export interface DatasetItem extends Named {
  owner: string
  domain: string
  frequency: string
  columns: number
  cubes: number
}
export interface Column {
  id: string
  title: Title
  type: string
  key?: boolean
  required?: boolean
  codes?: { list: string; members: number; values: { code: string; title: Title }[] }
  ref?: string
  unit?: string
  min?: string
  max?: string
  pattern?: string
  example?: string
  personal?: string
  also?: string[]
  note?: Title
}
export interface Check {
  id: string
  title: Title
  when?: string
  level?: string
  remedy?: Title
}
export interface Dataset {
  dataset: string
  title: Title
  scope?: Title
  owner: { code: string; title: string }
  domain: string
  unit: string
  key: string[]
  time?: string
  frequency: string
  due?: number
  retention?: number
  columns: Column[]
  checks?: Check[]
  against_last?: Check[]
  cubes?: { id: string; title: Title; sql?: string }[]
}
export interface CubeItem extends Named {
  owner: string
  rows?: number
}
/** A cube, or (with `list` and `columns`) a name list. */
export interface Cube {
  cube?: string
  list?: string
  title: Title
  owner: string
  scope?: Title
  dimensions?: (Named & { codes: string })[]
  columns?: (Named & { codes: string })[]
  measures: (Named & { unit: string; decimals: number; kind: string; formula?: string })[]
  defined_at: string
  rows: Record<string, string | number | null>[]
  codes?: Record<string, Record<string, Title>>
  /** The datasets whose records it is computed from, with what tells its cells apart. */
  datasets?: Record<string, string[]>
}
/** Records: those behind a cell of a cube, or of a whole dataset. Of personal values only the first character. */
export interface Rows {
  dataset: string
  where: string | null
  count: number
  simulated: boolean
  rows: Record<string, string | number | boolean | null>[]
}

export interface JobState<T = unknown> {
  id: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  progress?: { done: number; of: number; what?: Title | string | null }
  result?: T | null
  error?: Title & { code: string }
}
export interface Place {
  file: string
  line: number
  document: number
  mark: string
  quote: string
}
export interface AuditFinding {
  id: string
  kind: string
  severity: 'note' | 'warning' | 'error'
  certain: boolean
  places: Place[]
  stated: string
  recomputed: string
  formula: string
  interval?: string
  difference?: string
  cause?: Title
  explanation: Title
}
export interface AuditResult {
  engine: string
  summary: {
    findings: number
    certain: number
    errors: number
    warnings: number
    notes: number
    waived: number
    held: number
    kinds: Record<string, { title: Title; findings: number; waived: number; held: number }>
  }
  documents: { name: string; format: string; bytes: number; paragraphs: number; tables: number; cells: number }[]
  findings: AuditFinding[]
  held: { kind: string; places: Place[]; formula: string }[]
  waived: AuditFinding[]
  unread: { name?: string; file?: string; zh?: string; en?: string }[]
}
