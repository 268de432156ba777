import type { RouteLocationRaw } from 'vue-router'

export interface Step {
  id: string
  to: (district: string) => RouteLocationRaw
}
const here = (name: string) => (district: string) => ({ name, params: { district } })
const at = (name: string) => () => ({ name })

const ways: Record<string, Step['to']> = {
  look: here('overview'),
  wall: here('wall'),
  plans: here('plans'),
  paper: here('paper'),
  audit: at('audit'),
  password: at('account'),
  form: here('intake'),
  send: here('intake'),
  correct: here('submissions'),
  follow: here('submissions'),
  tasks: here('tasks'),
  approve: (district) => ({ name: 'submissions', params: { district }, query: { show: 'approve' } }),
  quality: here('quality'),
  lock: here('locks'),
  comment: here('paper'),
  write: here('chapters'),
  freeze: here('editions'),
  assess: here('quality'),
  accept: here('tasks'),
  users: at('users'),
  grant: at('users'),
  disable: at('users'),
  rights: at('rights'),
  server: at('server'),
  journal: at('journal'),
  verify: at('journal'),
}

const guides: Record<string, string[]> = {
  visitor: ['look', 'plans', 'paper', 'audit'],
  leader: ['look', 'plans', 'wall', 'paper'],
  reporter: ['password', 'form', 'send', 'correct', 'follow', 'tasks'],
  approver: ['password', 'approve', 'quality', 'lock'],
  quality_office: ['password', 'assess', 'approve', 'comment', 'write', 'freeze', 'accept'],
  auditor: ['password', 'look', 'quality', 'rights', 'journal', 'verify'],
  system_admin: ['password', 'users', 'disable', 'server'],
  security_admin: ['password', 'grant', 'disable', 'rights'],
  audit_admin: ['password', 'journal', 'verify', 'rights'],
}
export const roles = Object.keys(guides)
export const stepsOf = (role: string): Step[] => (guides[role] ?? []).map((id) => ({ id, to: ways[id]! }))
/** The guide for a role of the table of rights: towns and enterprises report as departments do. */
export const guideOf = (role: string) => (role === 'town' || role === 'enterprise' ? 'reporter' : role in guides ? role : 'visitor')
