// What the browser must load before the first page, and what the server's content policy will allow.
import assert from 'node:assert/strict'
import { readFileSync, readdirSync } from 'node:fs'
import { it } from 'node:test'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { home } from './browser.mjs'

const built = join(home, '.build/web')
const page = readFileSync(join(built, 'index.html'), 'utf8')
const assets = [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((m) => m[1])
const kilobytes = (files) => files.reduce((sum, file) => sum + gzipSync(readFileSync(join(built, file)), { level: 9 }).length, 0) / 1024

it('the main bundle is under 350 kB gzipped', () => {
  const size = kilobytes(assets)
  console.log(`main bundle ${size.toFixed(1)} kB in ${assets.length} files`)
  assert.ok(assets.length > 0 && size < 350, `${size} kB`)
})
it('every asset has a name that changes with its content', () => {
  for (const name of readdirSync(join(built, 'assets'))) assert.match(name, /-[\w-]{8}\.(js|css)$/)
})
it('the page holds no script and no style of its own', () => {
  assert.ok(!/<script(?![^>]*\bsrc=)/.test(page))
  assert.ok(!/<style/.test(page) && !/\son\w+=/.test(page))
})
it('no text becomes a program', () => {
  for (const name of readdirSync(join(built, 'assets')).filter((n) => n.endsWith('.js'))) {
    const text = readFileSync(join(built, 'assets', name), 'utf8')
    assert.ok(!/\bnew Function\(|[^\w.]eval\(/.test(text), name)
  }
})
