import { shallowRef } from 'vue'
import { ApiError, getOnce, send } from '@/api/client'
import type { Case, Flow } from '@/api/cases'
import type { Page } from '@/api/types'
import type { Tone } from '@/parts/StateMark.vue'
import { freshKey } from '@/session/sending'
import { words } from '@/words'

/** How each kind of thing goes its way, as the server's definitions say; read once, when a page first needs it. */
const flows = shallowRef<Flow[]>([])
export async function readFlows() {
  const answer = await getOnce<Page<Flow>>('/flows?per_page=1000').catch(() => undefined)
  if (answer) flows.value = answer.items
}
const flowOf = (id: string) => flows.value.find((f) => f.id === id)
export const stateTitle = (flow: string, state: string) => words(flowOf(flow)?.states[state]?.title) || state
export const stepTitle = (flow: string, step: string) => words(flowOf(flow)?.steps[step]?.title) || step
export const fieldTitle = (flow: string, field: string) => words(flowOf(flow)?.fields?.[field]?.title) || field
export const isClosed = (thing: Case) => flowOf(thing.flow)?.states[thing.state]?.closed === true

const tones: Record<string, Tone> = {
  handed_back: 'back',
  returned: 'back',
  approved: 'done',
  accepted: 'done',
  resolved: 'done',
  published: 'done',
  frozen: 'done',
  withdrawn: 'stopped',
  replaced: 'stopped',
  revoked: 'stopped',
  unlocked: 'stopped',
}
export const toneOf = (state: string): Tone => tones[state] ?? 'waiting'

export const beginCase = <F>(flow: string, subject: string, fields: object) => send<Case<F>>('POST', '/cases', { flow, subject, fields }, freshKey())
export const takeStep = <F>(thing: { id: string; version: number }, step: string, fields: object = {}) =>
  send<Case<F>>('POST', `/cases/${thing.id}/${step}`, { version: thing.version, fields }, freshKey())

/** The thing as it is now, where somebody else has been faster; undefined for any other refusal. */
export function changedMeanwhile<F>(problem: unknown): Case<F> | undefined {
  return problem instanceof ApiError && problem.code === 'flow.changed-meanwhile' ? (problem.details['case'] as Case<F>) : undefined
}
