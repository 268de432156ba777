import type { Case } from '@/api/cases'
import type { Block, Paper } from '@/api/paper'
import type { Title } from '@/api/types'

export type Chapter = Case<{ text?: string }>
export interface ChapterItem {
  id: string
  title: Title | string
  own: boolean
  text: string
  state: string | null
  case: string | null
  version: number | null
}
export interface Preview extends Partial<Paper> {
  nodes: Block[]
  warnings: (Title & { line: number; code: string })[]
}
export const draftName = (year: number | string, chapter: string) => `chapter.${year}.${chapter}`

/** Where line `n` (from 1) begins and ends in a text, for putting the caret there; the end of the text where there is no such line. */
export function lineAt(text: string, n: number): [number, number] {
  let from = 0
  for (let line = 1; line < n; line++) {
    const end = text.indexOf('\n', from)
    if (end < 0) return [text.length, text.length]
    from = end + 1
  }
  const end = text.indexOf('\n', from)
  return [from, end < 0 ? text.length : end]
}

/** The lines of a text, each with the warnings that stand at it. */
export function markedLines<W extends { line: number }>(text: string, warnings: W[]): { text: string; warnings: W[] }[] {
  return text.split('\n').map((line, i) => ({ text: line, warnings: warnings.filter((w) => w.line === i + 1) }))
}

/** The first words of a part, without its marks: what tells it apart from others in a list. */
export const firstWords = (text: string) =>
  text
    .replace(/\{\{.*?\}\}/gs, '…')
    .replace(/^[#\-*>\s]+|[*`]/gm, '')
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.slice(0, 60) ?? ''
