import { expect, it } from 'vitest'
import { daysOf, isPast, isPeriod } from './period'

it.each(['2020', '2020-H1', '2020-Q4', '2020-06', '2020-12'])('%s is a period', (text) => expect(isPeriod(text)).toBe(true))
it.each(['', '20', '2020-13', '2020-Q5', '2020-H3', '2020-6', '2020-06-01', '2020年'])('%s is none', (text) => expect(isPeriod(text)).toBe(false))
it('today is not late yet', () => {
  expect(isPast('2026-11-22', '2026-11-23')).toBe(true)
  expect(isPast('2026-11-23', '2026-11-23')).toBe(false)
  expect(isPast(undefined, '2026-11-23')).toBe(false)
})
it('says when a file is of', () => {
  expect(daysOf({ periods: ['2020-03', '2020-01'] })).toBe('2020-01 – 2020-03')
  expect(daysOf({ periods: ['2020-03'] })).toBe('2020-03')
  expect(daysOf({ first_day: '2020-01-02', last_day: '2020-12-30' })).toBe('2020-01-02 – 2020-12-30')
  expect(daysOf({ periods: [], first_day: null, last_day: null })).toBe('')
})
