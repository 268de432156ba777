import { expect, it } from 'vitest'
import { zhHelp } from '@/words/help'
import { guideOf, roles, stepsOf } from './steps'

it('has a title for each role, a text and a way for each step', () => {
  for (const role of roles) {
    expect(zhHelp).toHaveProperty(role)
    for (const step of stepsOf(role)) {
      expect(zhHelp.step).toHaveProperty(step.id)
      expect(step.to('minhang')).toHaveProperty('name')
    }
  }
})
it('guides every role of the table of rights', () => {
  expect(guideOf('town')).toBe('reporter')
  expect(guideOf('audit_admin')).toBe('audit_admin')
  expect(guideOf('a role of tomorrow')).toBe('visitor')
})
