import { describe, expect, it } from 'vitest'
import type { Block, Paper, PaperNumber } from '@/api/paper'
import { chapterNodes, chapterOf, indicatorOf, pieces, placed, previewNodes, sectionOf, wordsAt } from './nodes'

const number = (id: string, text: string): PaperNumber => ({ id, text, unit: '', lineage: `l-${id}`, where: '' })
const notes = new Map([[1, '数据来源：区统计局。']])

describe('pieces of a paragraph', () => {
  it('are its numbers in order, text between, and footnotes', () => {
    const cut = pieces('总值为2564.82亿元，增长1.4%。见表1[^1]。', [number('n1', '2564.82亿元'), number('n2', '1.4%')], notes)
    expect(cut).toEqual([
      { kind: 'text', text: '总值为' },
      { kind: 'number', text: '2564.82亿元', lineage: 'l-n1' },
      { kind: 'text', text: '，增长' },
      { kind: 'number', text: '1.4%', lineage: 'l-n2' },
      { kind: 'text', text: '。见表1' },
      { kind: 'footnote', number: 1, text: '数据来源：区统计局。' },
      { kind: 'text', text: '。' },
    ])
  })
  it('give the second of two equal numbers its own lineage', () => {
    const cut = pieces('5件和5件', [number('a', '5件'), number('b', '5件')], notes)
    expect(cut.flatMap((p) => (p.kind === 'number' ? [p.lineage] : []))).toEqual(['l-a', 'l-b'])
  })
  it('lose no letter', () => {
    const text = '甲1乙[^1]丙2丁'
    const joined = pieces(text, [number('a', '1'), number('x', '999'), number('b', '2')], notes).map((p) =>
      p.kind === 'footnote' ? `[^${p.number}]` : p.text,
    )
    expect(joined.join('')).toBe(text)
  })
})

const heading = (id: string, level: number) => ({ id, level, number: '', title: id })
const paper = (text: Block[]): Paper => ({
  title: '',
  district: '',
  year: 2020,
  issued: '',
  issuers: [],
  simulated: false,
  engine: '',
  chapters: [],
  findings: [],
  lineage: {},
  tables: [],
  figures: [],
  headings: [heading('one', 1), heading('a', 2), heading('two', 1)],
  cases: [{ id: 'c', number: 3, title: '案例' }],
  numbers: [number('n', '94.2%')],
  footnotes: [],
  text,
})

describe('a chapter', () => {
  const laid = chapterNodes(
    paper([
      { kind: 'heading', id: 'one' },
      { kind: 'item', text: '甲' },
      { kind: 'item', text: '乙' },
      { kind: 'item', number: 1, text: '一' },
      { kind: 'item', number: 2, text: '二' },
      { kind: 'item', number: 1, text: '另起' },
      { kind: 'heading', id: 'a' },
      { kind: 'key-number', label: '合格率', value: '94.2%', detail: '', numbers: ['n'] },
      { kind: 'key-number', label: '件数', value: '—', numbers: [] },
      { kind: 'case', id: 'c' },
      { kind: 'paragraph', case: 'c', text: '内' },
      { kind: 'paragraph', text: '外' },
      { kind: 'heading', id: 'two' },
      { kind: 'paragraph', text: '下一章' },
    ]),
    'one',
  )
  it('ends where the next one begins and keeps its order', () =>
    expect(laid.map((n) => n.kind)).toEqual(['heading', 'list', 'list', 'list', 'heading', 'keys', 'case', 'paragraph']))
  it('joins items to lists, and a list that begins anew to a new one', () =>
    expect(laid.flatMap((n) => (n.kind === 'list' ? [n.items.length] : []))).toEqual([2, 2, 1]))
  it('puts into a case what is in it', () => expect(laid.flatMap((n) => (n.kind === 'case' ? [n.number, n.nodes.length] : []))).toEqual([3, 1]))
  it('binds a key number', () =>
    expect(laid.flatMap((n) => (n.kind === 'keys' ? n.keys.map((k) => k.value[0]!.kind) : []))).toEqual(['number', 'text']))
  it('that is not there is empty', () => expect(chapterNodes(paper([]), 'none')).toEqual([]))
})

it('knows which definitions are indicators', () => {
  expect(indicatorOf('economy.gdp')).toBe('economy.gdp')
  expect(indicatorOf('economy.gdp | growth')).toBeUndefined()
  expect(indicatorOf('town_biomed_project.land where "_line" = 6')).toBeUndefined()
})

describe('places', () => {
  const text: Block[] = [
    { kind: 'heading', id: 'one' },
    { kind: 'paragraph', text: '甲' },
    { kind: 'table', id: 'a-table' },
    { kind: 'item', text: '乙' },
    { kind: 'heading', id: 'a' },
    { kind: 'paragraph', text: '丙' },
    { kind: 'heading', id: 'two' },
    { kind: 'paragraph', text: '丁', place: 'as-the-server-says' },
  ]
  it('are ids, or count from the last heading', () =>
    expect(placed(text).map((b) => b.place)).toEqual(['one', 'one~1', 'a-table', 'one~2', 'a', 'a~1', 'two', 'as-the-server-says']))
  it('lead to their chapter', () => {
    expect(chapterOf(paper(text), 'a~1')).toBe('one')
    expect(chapterOf(paper(text), 'as-the-server-says')).toBe('two')
    expect(chapterOf(paper(text), 'one~9')).toBeUndefined()
  })
  it('have words and a section', () => {
    expect(wordsAt(paper(text), 'one~2')).toBe('乙')
    expect(wordsAt(paper(text), 'a')).toBe('a')
    expect(wordsAt(paper(text), 'none')).toBe('')
    expect(sectionOf(paper(text), 'a~1')).toBe('a')
    expect(sectionOf(paper(text), 'none')).toBe('')
  })
  it('are the same in the chapter as a reader sees it', () =>
    expect(chapterNodes(paper(text), 'one').flatMap((n) => (n.kind === 'paragraph' ? [n.place] : n.kind === 'list' ? n.places : []))).toEqual([
      'one~1',
      'one~2',
      'a~1',
    ]))
})

it('lays out what is only being written', () => {
  const nodes = previewNodes(
    [
      { kind: 'heading', id: 'new', text: '新的一节', level: 2 },
      { kind: 'paragraph', text: '合格率94.2%。', numbers: ['n'] },
    ],
    {},
    paper([]),
  )
  expect(nodes[0]).toMatchObject({ kind: 'heading', heading: { title: '新的一节', level: 2 } })
  expect(nodes[1]).toMatchObject({ kind: 'paragraph', place: 'new~1' })
})
