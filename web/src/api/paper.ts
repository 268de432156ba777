/** white-paper.json, as far as the page reads it. */
export interface PaperNumber {
  id: string
  text: string
  unit: string
  lineage: string
  where: string
}
export interface Lineage {
  definition: string
  title: string
  scope: string
  area: string
  year: number
  unit: string
  method: string
  formula: string
  exact: number | null
  numerator: number | null
  denominator: number | null
  numerator_title: string
  denominator_title: string
  query: string
  owner: string
  sources: string[]
  status: string
  note: string
  published: string
  inputs: { path: string; sha256: string; lines: string }[]
}
export interface Cell {
  text: string
  lineage: string | null
  value: number | null
  unit: string
  col_span?: number
  row_span?: number
  indent?: number
  covered?: boolean
}
export interface PaperTable {
  id: string
  number: number
  title: string
  unit: string
  sources: string[]
  notes: string[]
  columns: string[]
  row_kinds: string[]
  rows: Cell[][]
}
export interface Figure {
  id: string
  number: number
  title: string
  subtitle: string
  alt: string
  sources: string[]
  notes: string[]
  width: number
  height: number
  option: Record<string, unknown>
  data: PaperTable
}
export interface Block {
  kind: 'heading' | 'paragraph' | 'item' | 'table' | 'figure' | 'case' | 'key-number'
  id?: string
  text?: string
  number?: number
  numbers?: string[]
  case?: string
  label?: string
  value?: string
  detail?: string
  level?: number
  /** Where it stands, for comments and comparisons (nodes.ts gives it where the server has not). */
  place?: string
}
export interface Heading {
  id: string
  level: number
  number: string
  title: string
}
export interface PaperFinding {
  id: string
  kind: string
  title: string
  where: string
  published: string
  computed: string
  difference: string
  note: string
  lineage: string
  within_rounding: boolean
}
export interface Paper {
  title: string
  district: string
  year: number
  issued: string
  issuers: string[]
  simulated: boolean
  engine: string
  chapters: Heading[]
  headings: Heading[]
  cases: { id: string; number: number; title: string }[]
  tables: PaperTable[]
  figures: Figure[]
  numbers: PaperNumber[]
  findings: PaperFinding[]
  lineage: Record<string, Lineage>
  text: Block[]
  footnotes: { number: number; text: string }[]
}
