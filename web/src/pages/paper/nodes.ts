import type { Block, Figure, Heading, Paper, PaperNumber, PaperTable } from '@/api/paper'

/** A stretch of text: plain, a number with its lineage, or a call of a footnote. */
export type Piece =
  { kind: 'text'; text: string } | { kind: 'number'; text: string; lineage: string } | { kind: 'footnote'; number: number; text: string }

export type Node =
  | { kind: 'heading'; heading: Heading }
  | { kind: 'paragraph'; place: string; pieces: Piece[] }
  | { kind: 'list'; numbered: boolean; items: Piece[][]; places: string[] }
  | { kind: 'table'; table: PaperTable }
  | { kind: 'figure'; figure: Figure }
  | { kind: 'keys'; keys: { label: string; value: Piece[]; detail: Piece[] }[] }
  | { kind: 'case'; number: number; title: string; nodes: Node[] }

/** What is looked up while a paper is laid out. */
interface Shelf {
  numbers: Map<string, PaperNumber>
  headings: Map<string, Heading>
  tables: Map<string, PaperTable>
  figures: Map<string, Figure>
  cases: Map<string, { number: number; title: string }>
  footnotes: Map<number, string>
}

function byId<T extends { id: string }>(things: T[]): Map<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]))
}

function shelve(paper: Paper): Shelf {
  return {
    numbers: byId(paper.numbers),
    headings: byId(paper.headings),
    tables: byId(paper.tables),
    figures: byId(paper.figures),
    cases: byId(paper.cases),
    footnotes: new Map(paper.footnotes.map((f) => [f.number, f.text])),
  }
}

/** `text` cut where its numbers stand, in their order, and at its footnote calls `[^1]`. A number that isn't found there is left out. */
export function pieces(text: string, numbers: PaperNumber[], footnotes: Map<number, string>): Piece[] {
  const out: Piece[] = []
  let from = 0
  for (const number of numbers) {
    const at = text.indexOf(number.text, from)
    if (at < 0) continue
    out.push(...withFootnotes(text.slice(from, at), footnotes), { kind: 'number', text: number.text, lineage: number.lineage })
    from = at + number.text.length
  }
  out.push(...withFootnotes(text.slice(from), footnotes))
  return out
}

function withFootnotes(text: string, footnotes: Map<number, string>): Piece[] {
  return text.split(/(\[\^\d+\])/).flatMap((part): Piece[] => {
    const call = /^\[\^(\d+)\]$/.exec(part)
    if (call) return [{ kind: 'footnote', number: Number(call[1]), text: footnotes.get(Number(call[1])) ?? '' }]
    return part ? [{ kind: 'text', text: part }] : []
  })
}

/**
 * Each block with its place: tables, figures, headings and cases have an id; the N-th paragraph, item or key number since the last
 * heading is `HEADING~N`. Comments and comparisons name places, so this is a promise to them.
 */
export function placed(blocks: Block[]): Block[] {
  let [heading, count] = ['', 0]
  return blocks.map((block) => {
    if (block.kind === 'heading') [heading, count] = [block.id ?? '', 0]
    return { ...block, place: block.place ?? block.id ?? `${heading}~${++count}` }
  })
}

/** The chapter that a place is in; undefined where the paper has no such place. */
export function chapterOf(paper: Paper, place: string): string | undefined {
  const levels = new Map(paper.headings.map((h) => [h.id, h.level]))
  let chapter: string | undefined
  for (const block of placed(paper.text)) {
    if (block.kind === 'heading' && levels.get(block.id ?? '') === 1) chapter = block.id
    if (block.place === place) return chapter
  }
  return undefined
}

/** What stands at a place: the words of a paragraph, the title of a table, figure, case or heading. Empty where there is none. */
export function wordsAt(paper: Paper, place: string): string {
  const block = placed(paper.text).find((b) => b.place === place)
  const titled = [...paper.headings, ...paper.tables, ...paper.figures, ...paper.cases].find((thing) => thing.id === place)
  return (titled?.title ?? block?.text ?? [block?.label, block?.value].filter(Boolean).join(' ')).replace(/\[\^\d+\]/g, '').slice(0, 500)
}

/** The title of the section that a place is in. */
export function sectionOf(paper: Paper, place: string): string {
  let section = ''
  for (const block of placed(paper.text)) {
    if (block.kind === 'heading') section = paper.headings.find((h) => h.id === block.id)?.title ?? section
    if (block.place === place) return section
  }
  return ''
}

/** Blocks that are not in a paper yet: what they point at is looked up in `own` first, then in the paper. */
export function previewNodes(blocks: Block[], own: Partial<Paper>, paper: Paper): Node[] {
  const both = <K extends 'headings' | 'numbers' | 'tables' | 'figures' | 'cases' | 'footnotes'>(key: K) => [...paper[key], ...(own[key] ?? [])]
  const merged = {
    ...paper,
    headings: both('headings'),
    numbers: both('numbers'),
    tables: both('tables'),
    figures: both('figures'),
    cases: both('cases'),
    footnotes: both('footnotes'),
  } as Paper
  return lay(placed(blocks), shelve(merged))
}

/** The blocks of a chapter (from its heading to the next of the first level), as the page shows them. */
export function chapterNodes(paper: Paper, chapter: string): Node[] {
  const shelf = shelve(paper)
  const isStart = (b: Block) => b.kind === 'heading' && shelf.headings.get(b.id ?? '')?.level === 1
  const text = placed(paper.text)
  const start = text.findIndex((b) => isStart(b) && b.id === chapter)
  if (start < 0) return []
  const next = text.findIndex((b, i) => i > start && isStart(b))
  return lay(text.slice(start, next < 0 ? undefined : next), shelf)
}

function lay(blocks: Block[], shelf: Shelf): Node[] {
  const nodes: Node[] = []
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    if (block.kind === 'case') {
      const head = shelf.cases.get(block.id ?? '')
      let end = i + 1
      while (end < blocks.length && blocks[end]!.case === block.id) end++
      nodes.push({
        kind: 'case',
        number: head?.number ?? 0,
        title: head?.title ?? '',
        nodes: lay(
          blocks.slice(i + 1, end).map(({ case: _of, ...rest }) => rest),
          shelf,
        ),
      })
      i = end - 1
    } else place(block, nodes, shelf)
  }
  return nodes
}

function place(block: Block, nodes: Node[], shelf: Shelf) {
  const last = nodes.at(-1)
  const numbers = (block.numbers ?? []).flatMap((id) => shelf.numbers.get(id) ?? [])
  const cut = (text: string | undefined) => pieces(text ?? '', numbers, shelf.footnotes)
  const at = block.place ?? ''
  const heading = shelf.headings.get(block.id ?? '') ?? headingIn(block)
  const table = shelf.tables.get(block.id ?? '')
  const figure = shelf.figures.get(block.id ?? '')
  if (block.kind === 'heading' && heading) nodes.push({ kind: 'heading', heading })
  else if (block.kind === 'table' && table) nodes.push({ kind: 'table', table })
  else if (block.kind === 'figure' && figure) nodes.push({ kind: 'figure', figure })
  else if (block.kind === 'item') {
    const numbered = block.number !== undefined
    if (last?.kind === 'list' && last.numbered === numbered && block.number !== 1) {
      last.items.push(cut(block.text))
      last.places.push(at)
    } else nodes.push({ kind: 'list', numbered, items: [cut(block.text)], places: [at] })
  } else if (block.kind === 'key-number') {
    const key = keyNumber(block, numbers, shelf)
    if (last?.kind === 'keys') last.keys.push(key)
    else nodes.push({ kind: 'keys', keys: [key] })
  } else if (block.kind === 'paragraph') nodes.push({ kind: 'paragraph', place: at, pieces: cut(block.text) })
}

/** The heading that a block itself holds: one that is only being written. */
const headingIn = (block: Block): Heading | undefined =>
  block.kind === 'heading' && block.text !== undefined
    ? { id: block.id ?? '', level: block.level ?? 2, number: String(block.number ?? ''), title: block.text }
    : undefined

function keyNumber(block: Block, numbers: PaperNumber[], shelf: Shelf) {
  const inValue = numbers.filter((n) => (block.value ?? '').includes(n.text)).slice(0, 1)
  const rest = numbers.filter((n) => !inValue.includes(n))
  return {
    label: block.label ?? '',
    value: pieces(block.value ?? '', inValue, shelf.footnotes),
    detail: pieces(block.detail ?? '', rest, shelf.footnotes),
  }
}

/** The id of the indicator that a lineage is of, or undefined where it is of a cube's part or a comparison. */
export const indicatorOf = (definition: string) => (/^[a-z0-9_]+\.[a-z0-9_]+$/.test(definition) ? definition : undefined)

/** The cube that a query reads; undefined where it reads none. */
export const cubeOf = (sql: string | undefined) => sql?.match(/ FROM "([a-z0-9_]+)"/)?.[1]

/** How the paper prints the number of this lineage, in its text or a table; empty where it prints none. */
export function printedAs(paper: Paper | undefined, lineage: string): string {
  if (!paper || !lineage) return ''
  const inText = paper.numbers.find((n) => n.lineage === lineage)
  if (inText) return inText.text
  const cell = [...paper.tables, ...paper.figures.map((f) => f.data)].flatMap((t) => t.rows.flat()).find((c) => c.lineage === lineage)
  return cell ? cell.text + (cell.text.endsWith(cell.unit) ? '' : cell.unit) : ''
}
