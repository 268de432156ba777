import { expect, it } from 'vitest'
import { baseName, marked } from './marked'

it('marks the number in its quote', () => {
  expect(marked('共28459张，其中', '28459张')).toEqual({ before: '共', mark: '28459张', after: '，其中' })
})
it('shows the whole quote where the mark is not in it', () => {
  expect(marked('共三张', '28459张')).toEqual({ before: '共三张', mark: '', after: '' })
  expect(marked('共三张', '')).toEqual({ before: '共三张', mark: '', after: '' })
})
it('names a document without its folders', () => {
  expect(baseName('out/x/公报.docx')).toBe('公报.docx')
  expect(baseName('公报.docx')).toBe('公报.docx')
})
