import { expect, test } from 'vitest'
import type { Task } from '@/api/types'
import { ganttRows, partOfYear } from './gantt'

const task = (id: string, year: number, due: string) => ({ task: id, year, due }) as Task

test('one row a task, the one that is due first on top', () => {
  const rows = ganttRows([task('b', 2022, '2022-06-30'), task('a', 2023, '2023-12-31'), task('a', 2022, '2022-03-31')])
  expect(rows.map((r) => [r.task.task, [...r.years.keys()]])).toEqual([
    ['a', [2022, 2023]],
    ['b', [2022]],
  ])
})

test('a day as a part of its year', () => {
  expect(partOfYear('2024-01-01', 2024)).toBe(0)
  expect(partOfYear('2024-07-01', 2024)).toBe(49.73)
  expect(partOfYear('2023-12-31', 2024)).toBe(0)
  expect(partOfYear('2025-01-01', 2024)).toBe(100)
})
