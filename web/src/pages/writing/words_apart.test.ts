import { expect, it } from 'vitest'
import { apart } from './words_apart'

const marks = (a: string, b: string) => apart(a, b).map((side) => side.map((s) => (s.same ? s.text : `[${s.text}]`)).join(''))

it('marks what differs, numbers as a whole', () => {
  expect(marks('合格率98.62%。', '合格率98.91%。')).toEqual(['合格率[98.62%]。', '合格率[98.91%]。'])
  expect(marks('全区抽检食品7263件', '全区共抽检食品7263件')).toEqual(['全区抽检食品7263件', '全区[共]抽检食品7263件'])
})
it('loses no letter', () => {
  for (const [a, b] of [
    ['', '甲'],
    ['甲乙丙', ''],
    ['甲\n乙 a1', '乙 a1\n甲'],
  ] as const) {
    const [left, right] = apart(a, b)
    expect(left.map((s) => s.text).join('')).toBe(a)
    expect(right.map((s) => s.text).join('')).toBe(b)
  }
})
it('says that equal texts are the same', () =>
  expect(apart('甲乙', '甲乙')).toEqual([[{ text: '甲乙', same: true }], [{ text: '甲乙', same: true }]]))
