import type { Task } from '@/api/types'

export interface GanttRow {
  task: Task // the first of them: for its words
  years: Map<number, Task>
}

/** One row a task, in the order in which tasks are due first; its parts by year. */
export function ganttRows(tasks: Task[]): GanttRow[] {
  const rows = new Map<string, GanttRow>()
  for (const task of [...tasks].sort((a, b) => a.due.localeCompare(b.due))) {
    const row = rows.get(task.task) ?? { task, years: new Map<number, Task>() }
    row.years.set(task.year, task)
    rows.set(task.task, row)
  }
  return [...rows.values()]
}

/** How much of the year is over on that day, in percent: 2024-07-01 → 49.73. Before the year 0, after it 100. */
export function partOfYear(day: string, year: number): number {
  const begin = Date.UTC(year, 0, 1)
  const part = (Date.parse(`${day}T00:00:00Z`) - begin) / (Date.UTC(year + 1, 0, 1) - begin)
  return Math.round(Math.min(1, Math.max(0, part)) * 10_000) / 100
}
