import { expect, it } from 'vitest'
import { firstWords, lineAt, markedLines } from './chapters'

it('finds a line', () => {
  const text = '# 一\n\n甲乙\n丙'
  expect(text.slice(...lineAt(text, 1))).toBe('# 一')
  expect(text.slice(...lineAt(text, 2))).toBe('')
  expect(text.slice(...lineAt(text, 3))).toBe('甲乙')
  expect(text.slice(...lineAt(text, 4))).toBe('丙')
  expect(lineAt(text, 9)).toEqual([text.length, text.length])
})
it('puts warnings at their lines', () => {
  const lines = markedLines('a\nb\n', [{ line: 2, code: 'x' }])
  expect(lines.map((l) => l.warnings.length)).toEqual([0, 1, 0])
})
it('shows the first words of a part without its marks', () => {
  expect(firstWords('\n## 小标题\n\n正文')).toBe('小标题')
  expect(firstWords('- **电台**：与`APP`合办{{ brand.live_seasons }}')).toBe('电台：与APP合办…')
  expect(firstWords('')).toBe('')
})
