import { expect, it } from 'vitest'
import { sorted, type ListColumn } from './columns'

interface Row {
  n: string | null
  t: string
}
const columns: ListColumn<Row>[] = [
  { id: 'n', title: 'N', number: true, sort: true, text: (r) => r.n },
  { id: 't', title: 'T', sort: true, text: (r) => r.t },
]
const rows: Row[] = [
  { n: '10', t: '闵行' },
  { n: null, t: '普陀' },
  { n: '9.5', t: '宝山' },
  { n: '0', t: '黄浦' },
]
const order = (sort: string) => sorted(rows, columns, sort, 'zh').map((r) => r.n)

it('sorts numbers by size, zero before, missing last whichever way', () => {
  expect(order('n')).toEqual(['0', '9.5', '10', null])
  expect(order('-n')).toEqual(['10', '9.5', '0', null])
})
it('sorts Chinese by pronunciation', () => expect(sorted(rows, columns, 't', 'zh').map((r) => r.t)).toEqual(['宝山', '黄浦', '闵行', '普陀']))
it('leaves the order alone for a column that is not there', () => expect(order('x')).toEqual(['10', null, '9.5', '0']))
