import { expect, it } from 'vitest'
import type { AuditFinding } from '@/api/types'
import { waiverOf } from './waivers'

it('remembers the document without its folders, the words and the numbers', () => {
  const finding = {
    id: 'f1',
    kind: 'ratio',
    stated: '90.0%',
    recomputed: '95%',
    places: [{ file: 'x/通报.txt', line: 3, document: 0, mark: '90.0%', quote: '合格率为90.0%。' }],
  } as unknown as AuditFinding
  expect(waiverOf(finding, '口径不同')).toEqual({
    document: '通报.txt',
    kind: 'ratio',
    quote: '合格率为90.0%。',
    numbers: { stated: '90.0%', recomputed: '95%' },
    reason: '口径不同',
  })
})
