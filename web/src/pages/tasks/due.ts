import type { Task } from '@/api/types'

type Say = (key: string, given?: Record<string, unknown>) => string

const isClosed = (task: Task) => task.state === 'done' || task.state === 'cancelled'

/** How far away the due day is, in working days; nothing for a task that is closed. */
export function dueWords(task: Task, t: Say): string {
  if (isClosed(task) || task.working_days === null) return ''
  if (task.working_days < 0) return t('tasks.overdue', { n: -task.working_days })
  return task.working_days === 0 ? t('tasks.today') : t('tasks.left', { n: task.working_days })
}

/** Due soonest first; closed ones by the day they were due, the last first. */
export const byDue = (tasks: Task[]) => [...tasks].sort((a, b) => (isClosed(a) && isClosed(b) ? -1 : 1) * a.due.localeCompare(b.due))
