import { expect, it } from 'vitest'
import industry from '@/testdata/town.industry_firms.json'
import sampling from '@/testdata/food.pass_rate.json'
import type { Area, Indicator } from '@/api/types'
import { ofDistrict, ofTowns, ranked } from './towns'

const area = (id: string, zh: string): Area => ({ id, title: { zh, en: id }, tile: null })
const areas = [area('hongqiao', '虹桥镇'), area('meilong', '梅陇镇'), area('qibao', '七宝镇')]

it('finds the values of towns among what was reported, and keeps a town without any', () => {
  const towns = ofTowns(industry as Indicator, areas)
  expect(towns.map((t) => t.number)).toEqual([2800, 22, null])
  expect(towns[0]!.text).toBe('2800家')
  expect(ranked(towns, undefined).map((t) => t.id)).toEqual(['hongqiao', 'meilong'])
  expect(ranked(towns, 'less').map((t) => t.id)).toEqual(['meilong', 'hongqiao'])
})
it('has no map where no town has a value', () => {
  expect(ofTowns(sampling as Indicator, areas)).toEqual([])
  expect(ofDistrict(sampling as Indicator, areas).map((v) => v.value)).toEqual(['98.62%'])
})
it('takes the cube before reports, with its interval, and zero is a value', () => {
  const indicator = {
    ...(sampling as Indicator),
    areas: [{ area: 'qibao', title: { zh: '', en: '' }, value: '0', numerator: '0', denominator: '12', low: '0', high: '24.25' }],
  }
  const qibao = ofTowns(indicator, areas).find((t) => t.id === 'qibao')!
  expect(qibao).toMatchObject({ number: 0, text: '0%', low: 0, high: 24.25, denominator: '12' })
  expect(ranked(ofTowns(indicator, areas), 'more').map((t) => t.id)).toEqual(['qibao'])
})
