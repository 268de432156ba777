import { expect, it } from 'vitest'
import type { Glance, Overview } from '@/api/types'
import { wallNumbers } from './wall'

const value = (text: string | null) => ({ value: text, unit: '%', text: text ?? '' })
const glance = (id: string, more: Partial<Glance> = {}): Glance => ({
  id,
  title: { zh: id, en: id },
  value: value('1'),
  change: null,
  target: null,
  series: [],
  ...more,
})
const target = { plan: 'p', target: 't', by: 2025, text: { zh: '', en: '' }, status: 'reached' as const }
const change = { value: '1', text: '+1', better: true, real: null }
const overview = (domains: Glance[][]): Overview => ({
  district: { id: 'd', title: { zh: '', en: '' } },
  simulated: false,
  year: 2020,
  years: [2020],
  changed: [],
  missing: [],
  due: [],
  domains: domains.map((indicators, i) => ({ id: `d${i}`, title: { zh: '', en: '' }, indicators })),
})

it('takes one of each domain before a second, targets first', () => {
  const chosen = wallNumbers(
    overview([
      [glance('a'), glance('b', { target })],
      [glance('c'), glance('d', { change })],
    ]),
    3,
  )
  expect(chosen.map((g) => g.id)).toEqual(['b', 'd', 'a'])
})
it('shows no number that is missing, but shows zero', () => {
  const chosen = wallNumbers(overview([[glance('a', { value: value(null) }), glance('b', { value: null }), glance('c', { value: value('0') })]]))
  expect(chosen.map((g) => g.id)).toEqual(['c'])
})
it('is never more than eight', () => expect(wallNumbers(overview([Array.from({ length: 20 }, (_x, i) => glance(`i${i}`))])).length).toBe(8))
