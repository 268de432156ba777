import { computed, shallowRef } from 'vue'
import { ApiError, door, get, send } from '@/api/client'
import type { Reach, Session } from '@/api/people'
import { closeEvents, listen, openEvents } from './events'

const nobody: Session = { account: null, capabilities: { 'public.read': 'all' }, district: '' }

/** Who looks at the pages, and what that person may do. Nobody until the server has said otherwise. */
export const session = shallowRef<Session>(nobody)
export const signedIn = computed(() => session.value.account !== null)
/** The one district of this server that people write in. */
export const home = computed(() => session.value.district)

const reaches: Reach[] = ['self', 'own', 'scope', 'all']
/** May one do this at all, or as far as `reach`? The server decides; this only spares a vain attempt. */
export function can(capability: string, reach: Reach = 'self'): boolean {
  const has = session.value.capabilities[capability]
  return has !== undefined && reaches.indexOf(has) >= reaches.indexOf(reach)
}

function take(answer: Session) {
  session.value = answer
  door.csrf = answer.csrf ?? ''
  if (answer.account && !document.hidden) openEvents()
  else closeEvents()
}

/** Asks who one is. A server that can't say has nobody. */
export async function readSession() {
  take(await get<Session>('/session').catch(() => nobody))
}

export async function signIn(account: string, password: string, code: string) {
  take(await send<Session>('POST', '/session', { account, password, ...(code ? { code } : {}) }))
}

export async function signOut() {
  await send('DELETE', '/session')
  await readSession()
}

/** What the dialog over the page shows: why one is asked, and whose session it was. */
export interface Question {
  account: string
  done: (signedIn: boolean) => void
}
export const question = shallowRef<Question>()
let asked: Promise<boolean> | undefined

/** Asks to sign in over the page as it stands; true once somebody has. Several requests that fail together ask once. */
export function askToSignIn(): Promise<boolean> {
  asked ??= new Promise<boolean>((done) => (question.value = { account: session.value.account ?? '', done })).finally(() => {
    question.value = undefined
    asked = undefined
  })
  return asked
}

/** Called where the second factor has to be set up first; the frame leads there. */
export const mustAddSecondFactor = computed(() => session.value.must_add_second_factor === true)

/**
 * A refused request is asked once more: after signing in, unless it is somebody else who did (his name must not stand under what
 * another has typed), and after another tab has renewed the session.
 */
export async function mend(refused: ApiError): Promise<boolean> {
  const before = session.value.account
  if (refused.code === 'http.sign-in') return (await askToSignIn()) && (before === null || before === session.value.account)
  if (refused.code === 'people.second-factor-first') await readSession()
  if (refused.code !== 'http.csrf') return false
  await readSession()
  return before !== null && before === session.value.account
}

export function startSession() {
  door.mend = mend
  listen('session', (event) => void (event['ended'] && signedIn.value && askToSignIn()))
  document.addEventListener('visibilitychange', () => (signedIn.value && !document.hidden ? openEvents() : closeEvents()))
  return readSession()
}
