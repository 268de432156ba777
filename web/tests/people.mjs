// A workspace with people in it: their accounts made at the terminal, their sessions in browsers.
import { spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment, open, program, serve } from './browser.mjs'

export const password = 'purple river stone lamp'
const office = 'department:market-regulation'
/** account → how it is made */
const accounts = {
  office: ['--name', '王某', '--role', 'quality_office', '--unit', office],
  sender: ['--name', '陈某', '--role', 'reporter', '--unit', office],
  approver: ['--name', '李某', '--role', 'approver', '--unit', office],
  auditor: ['--name', '周某', '--role', 'auditor'],
  system: ['--name', '赵某', '--role', 'system_admin'],
  security: ['--name', '钱某', '--role', 'security_admin'],
  logs: ['--name', '孙某', '--role', 'audit_admin'],
  newcomer: ['--name', '新人', '--role', 'approver', '--unit', 'department:water'],
  novice: ['--name', '初来', '--role', 'reporter', '--unit', 'department:health'],
}

export function run(...args) {
  const made = spawnSync(program, args, { env: environment, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`zhiheng ${args.join(' ')}: ${made.stderr || made.error?.message}`)
  return made.stdout
}

/** RFC 6238, reckoned apart from the program. */
export function totp(secret, step) {
  const bits = [...secret].map((c) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac[19] & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}
export const stepNow = () => Math.floor(Date.now() / 30_000)

/** Somebody who asks the server without a browser; `cookie` can be lent to one. */
export class Person {
  cookie = ''
  csrf = ''
  secret = ''
  constructor(url, account) {
    Object.assign(this, { url, account })
  }
  async ask(method, path, body) {
    const headers = { cookie: this.cookie, 'x-csrf-token': this.csrf }
    if (body && !(body instanceof FormData)) headers['content-type'] = 'application/json'
    const sent = body === undefined || body instanceof FormData ? body : JSON.stringify(body)
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: sent })
    const cookie = answer.headers.get('set-cookie')
    if (cookie) this.cookie = cookie.split(';')[0]
    const said = answer.status === 204 ? undefined : await answer.json()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(said)}`)
    return said
  }
  async signIn() {
    this.cookie = this.csrf = ''
    const code = this.secret ? { code: totp(this.secret, ++this.step) } : {}
    this.session = await this.ask('POST', '/session', { account: this.account, password, ...code })
    this.csrf = this.session.csrf
    return this
  }
  /** The first time: password by the link, second factor where one is demanded. */
  async accept(token) {
    await this.ask('POST', '/links', { token, password })
    await this.signIn()
    if (!this.session.must_add_second_factor) return this
    this.secret = (await this.ask('POST', '/account/second-factor')).secret
    this.step = stepNow() - 1
    await this.ask('PUT', '/account/second-factor', { secret: this.secret, code: totp(this.secret, this.step) })
    return this.signIn()
  }
  /** Follows a job to its end and gives its result. */
  async follow(job) {
    for (;;) {
      const now = await this.ask('GET', `/jobs/${job.id}`)
      if (now.state === 'done') return now.result
      if (now.state !== 'queued' && now.state !== 'running') throw new Error(JSON.stringify(now))
      await new Promise((done) => setTimeout(done, 50))
    }
  }
  /** A browser's page in which this person is signed in. */
  async page(browser, mode = 'desktop') {
    const page = await open(browser, mode)
    const [name, value] = this.cookie.split('=')
    await page.context().addCookies([{ name, value, url: this.url, httpOnly: true, sameSite: 'Lax' }])
    return page
  }
}

/** A running platform whose workspace has all those people; `tokens` are the links of those who have not come yet. */
export async function peopled(papers) {
  const folder = papers ?? mkdtempSync(join(tmpdir(), 'zhiheng-people-'))
  const workspace = join(folder, 'workspace')
  const first = await serve(folder, '--workspace', workspace, '--district', 'minhang')
  await first.halt()
  const tokens = {}
  for (const [account, how] of Object.entries(accounts))
    tokens[account] = JSON.parse(run('user', 'add', account, '--workspace', workspace, '--format', 'json', ...how)).link
  const server = await serve(folder, '--workspace', workspace, '--district', 'minhang')
  const people = {}
  for (const account of Object.keys(accounts))
    if (account !== 'newcomer' && account !== 'novice') people[account] = await new Person(server.url, account).accept(tokens[account])
  return { ...server, folder, workspace, tokens, people }
}
