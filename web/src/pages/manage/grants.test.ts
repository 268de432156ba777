import { expect, it } from 'vitest'
import { formOf, grantsOf, isWhole, newGrant } from './grants'

it('is the same grant there and back', () => {
  for (const grant of [
    { role: 'reporter', areas: ['*'], domains: ['food'] },
    { role: 'town', areas: ['xinzhuang', 'wujing'], domains: ['*'] },
  ])
    expect(grantsOf([formOf(grant)])).toEqual([grant])
})
it('never takes nothing chosen for everything', () => {
  const form = { ...newGrant(), role: 'reporter', allAreas: false }
  expect(isWhole(form)).toBe(false)
  expect(grantsOf([form])).toEqual([{ role: 'reporter', areas: [], domains: ['*'] }])
  expect(isWhole({ ...form, areas: ['wujing'] })).toBe(true)
  expect(isWhole(newGrant())).toBe(false)
})
