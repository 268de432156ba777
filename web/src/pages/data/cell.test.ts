import { describe, expect, it } from 'vitest'
import { cellOf, cellParts } from './cell'

describe('a cell', () => {
  it('is said by the dimensions that its records have', () => {
    expect(cellOf({ year: 2020, stage: 'catering', tested: '12', note: null }, ['year', 'stage'])).toBe('year=2020;stage=catering')
    expect(cellOf({ year: 2020, stage: '*', tested: '12' }, ['year', 'stage'])).toBe('year=2020')
    expect(cellOf({ year: 2020, kind: null }, ['year', 'kind', 'town'])).toBe('year=2020')
  })
  it('is read back', () => {
    expect(cellParts('year=2020;stage=a=b')).toEqual([
      ['year', '2020'],
      ['stage', 'a=b'],
    ])
    expect(cellParts('')).toEqual([])
  })
})
