import { describe, expect, it } from 'vitest'
import { chance, csvCell, csvFile, decimalIn, drawable, rounded, share, spaced, trimmed, withUnit } from './numbers'

const thin = '\u2009'

describe('a value with its unit', () => {
  it('sets % close and other units apart by a thin space', () => {
    expect(withUnit('98.62', '%')).toBe('98.62%')
    expect(withUnit('2800', '家')).toBe(`2800${thin}家`)
    expect(withUnit('3', '')).toBe('3')
  })
  it('keeps the decimals that were printed', () => expect(withUnit('94.0', '%')).toBe('94.0%'))
  it('tells missing from zero', () => {
    expect(withUnit(null, '%')).toBe('—')
    expect(withUnit('', '件')).toBe('—')
    expect(withUnit(undefined, '件')).toBe('—')
    expect(withUnit('0', '件')).toBe(`0${thin}件`)
    expect(withUnit(0, '%')).toBe('0%')
  })
  it('writes a minus, not a hyphen', () => expect(withUnit('-2.6', '%')).toBe('−2.6%'))
})

describe('printed text', () => {
  it('gets its thin space', () => {
    expect(spaced('2800家')).toBe(`2800${thin}家`)
    expect(spaced('+0.2个百分点')).toBe(`+0.2${thin}个百分点`)
    expect(spaced('-3件')).toBe(`−3${thin}件`)
    expect(spaced('98.62%')).toBe('98.62%')
    expect(spaced('-2.6%')).toBe('−2.6%')
    expect(spaced('0')).toBe('0')
    expect(spaced('92 件')).toBe(`92${thin}件`)
    expect(spaced('≥ 96%')).toBe('≥ 96%')
  })
  it('stays as it is where it is more than one number', () => {
    expect(spaced('2–3 家')).toBe('2–3 家')
    expect(spaced('全覆盖')).toBe('全覆盖')
  })
  it('that is missing is a dash', () => {
    expect(spaced(null)).toBe('—')
    expect(spaced('')).toBe('—')
  })
  it('gives back its number', () => {
    expect(decimalIn('2800家')).toBe('2800')
    expect(decimalIn('-0.2个百分点')).toBe('-0.2')
    expect(decimalIn('−0.2')).toBe('-0.2')
    expect(decimalIn('—')).toBeNull()
    expect(decimalIn(null)).toBeNull()
  })
})

it('draws missing as nothing and zero as zero', () => {
  expect(drawable(null)).toBeNull()
  expect(drawable('')).toBeNull()
  expect(drawable('x')).toBeNull()
  expect(drawable('0')).toBe(0)
  expect(drawable('98.62')).toBe(98.62)
})

it('drops zeros that say nothing', () => {
  expect(trimmed('7163.000000')).toBe('7163')
  expect(trimmed('0.50')).toBe('0.5')
  expect(trimmed('100')).toBe('100')
  expect(trimmed('0')).toBe('0')
  expect(trimmed(null)).toBe('—')
  expect(rounded(9.7000001, 2)).toBe('9.7')
  expect(rounded(-0.001, 1)).toBe('0')
})

it('never calls a forecast certain', () => {
  expect(chance(0.99985)).toBe('>99%')
  expect(chance(0)).toBe('<1%')
  expect(chance(0.5)).toBe('50%')
})

describe('CSV', () => {
  it('is never a formula', () => {
    expect(csvCell('=1+1')).toBe("'=1+1")
    expect(csvCell('@x')).toBe("'@x")
    expect(csvCell('+86')).toBe("'+86")
    expect(csvCell('-0.2')).toBe('-0.2')
    expect(csvCell('-cmd')).toBe("'-cmd")
  })
  it('quotes what needs it, and leaves missing empty', () => {
    expect(csvCell('a,"b"')).toBe('"a,""b"""')
    expect(csvCell(null)).toBe('')
    expect(csvCell(0)).toBe('0')
  })
  it('is a file with a mark and line ends', () => expect(csvFile(['a', 'b'], [['1', null]])).toBe('\ufeffa,b\r\n1,\r\n'))
})

describe('shares', () => {
  it('are rounded half up from whole numbers', () => {
    expect(share(7263, 7342, 2)).toBe('98.92%')
    expect(share(1, 8, 1)).toBe('12.5%')
    expect(share(1, 16, 1)).toBe('6.3%')
    expect(share(2, 2)).toBe('100.0%')
    expect(share(0, 5, 0)).toBe('0%')
    expect(share('9007199254740993', '9007199254740993', 3)).toBe('100.000%')
  })
  it('of nothing are missing', () => expect(share(0, 0)).toBe('—'))
})
