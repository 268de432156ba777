// What the browser tests share: a server, a browser, pages that tell on themselves.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

export const home = fileURLToPath(new URL('../..', import.meta.url))
export const screens = join(home, '.build/screens')
mkdirSync(screens, { recursive: true })

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Four ways of looking that hold each size, language and scheme at least once. */
export const modes = {
  desktop: { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' },
  'desktop-english-dark': { viewport: { width: 1440, height: 900 }, locale: 'en-GB', colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 }, locale: 'zh-CN', isMobile: true, hasTouch: true },
  'phone-english-contrast': { viewport: { width: 390, height: 844 }, locale: 'en-GB', isMobile: true, hasTouch: true, contrast: 'more' },
}

async function answers(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

/** The program with the definitions and pages of this checkout. */
export const environment = { ...process.env, ZHIHENG_HOME: process.env.ZHIHENG_HOME ?? home }
export const program = process.env.ZHIHENG_BIN ?? join(home, '.build/release/bin/zhiheng')
const web = process.env.ZHIHENG_WEB ?? join(home, '.build/web')

/**
 * Starts the server with the papers of `folder`, waits until it is ready; `halt` ends it, `stop` also removes the folder. What it said
 * stands in the error when it does not start.
 */
export async function serve(folder, ...more) {
  const log = []
  const workspace = more.includes('--workspace') ? [] : ['--workspace', join(folder, 'workspace')]
  const server = spawn(program, ['serve', '--port', '0', '--papers', folder, '--web', web, ...workspace, ...more], { env: environment })
  const gone = new Promise((done) => server.on('exit', done))
  server.on('error', (error) => log.push(error.message))
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (text) => log.push(text))
  const halt = () => {
    server.kill('SIGTERM')
    return gone
  }
  const stop = () => {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 600 && server.exitCode === null; tries++) {
    const [url] = log.join('').match(/http:\/\/127\.0\.0\.1:\d+/) ?? []
    if (url && (await answers(url))) return { url, halt, stop }
    await new Promise((done) => setTimeout(done, 100))
  }
  stop()
  throw new Error(`the platform did not start:\n${log.join('')}`)
}

/** A folder with Minhang's white paper of 2020. */
export function papers() {
  const folder = mkdtempSync(join(tmpdir(), 'zhiheng-web-'))
  const paper = ['report', 'white-paper', 'minhang', '2020', '--formats', 'html,json', '--out', join(folder, 'minhang-2020')]
  const made = spawnSync(program, paper, { env: environment, encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`the white paper was not made:\n${made.error?.message ?? made.stderr}`)
  return folder
}

/** A running platform with that paper: ZHIHENG_BIN on a free port, or what already runs at ZHIHENG_WEB_URL. */
export async function platform() {
  const given = process.env.ZHIHENG_WEB_URL
  return given ? { url: given, stop: () => undefined } : serve(papers())
}

export async function launch() {
  const profile = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ]
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: profile })
}

/** A page in a fresh context; `page.complaints` collects console errors, exceptions and refused requests. */
export async function open(browser, mode) {
  const context = await browser.newContext({ ...modes[mode], reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.complaints = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && page.complaints.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => page.complaints.push(`exception: ${error.message}`))
  page.on('response', (response) => response.status() >= 400 && page.complaints.push(`${response.status()} ${response.url()}`))
  return page
}

/** Goes there and waits until the page has all its data. */
export async function visit(page, url) {
  await page.goto(url)
  await page.waitForSelector('h1, h2')
  await page.waitForFunction(() => {
    const waiting = document.querySelector('.skeleton, .chart:empty')
    return !waiting && document.fonts.status === 'loaded'
  })
  await page.evaluate(() => new Promise((done) => setTimeout(done, 60)))
}

/** What axe-core finds that is serious or worse, one line each. */
export async function accessibility(page) {
  await page.evaluate(axeSource)
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'] }),
  )
  return violations
    .filter((v) => v.impact === 'serious' || v.impact === 'critical')
    .flatMap((v) => v.nodes.slice(0, 3).map((n) => `${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}

/** By how many pixels the page is wider than its window. */
export const overflow = (page) =>
  page.evaluate(() => {
    const frames = [document.documentElement, ...document.querySelectorAll('.el-drawer__body, .el-dialog__body, .frame-bar')]
    return Math.max(...frames.map((frame) => frame.scrollWidth - frame.clientWidth))
  })
