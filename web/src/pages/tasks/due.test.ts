import { expect, it } from 'vitest'
import type { Task } from '@/api/types'
import { byDue, dueWords } from './due'

const task = (state: string, working_days: number | null, due = '2026-12-31') => ({ state, working_days, due }) as Task
const say = (key: string, given?: Record<string, unknown>) => key + (given ? ` ${JSON.stringify(given)}` : '')

it('says how far away the due day is', () => {
  expect(dueWords(task('overdue', -3), say)).toBe('tasks.overdue {"n":3}')
  expect(dueWords(task('in_hand', 5), say)).toBe('tasks.left {"n":5}')
  expect(dueWords(task('not_started', 0), say)).toBe('tasks.today')
})
it('says nothing of what is closed, or where the calendar does not reach', () => {
  expect(dueWords(task('done', -300), say)).toBe('')
  expect(dueWords(task('in_hand', null), say)).toBe('')
})
it('puts what is due first first', () => {
  expect(byDue([task('in_hand', 1, '2027-01-02'), task('in_hand', 1, '2026-01-02')]).map((x) => x.due)).toEqual(['2026-01-02', '2027-01-02'])
  expect(byDue([task('done', 1, '2018-01-02'), task('done', 1, '2019-01-02')]).map((x) => x.due)).toEqual(['2019-01-02', '2018-01-02'])
})
