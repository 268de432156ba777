// What people do with the pages, by mouse, finger and keyboard.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, beforeEach, afterEach, describe, it } from 'node:test'
import { join } from 'node:path'
import { accessibility, launch, open, platform, screens, visit } from './browser.mjs'

let server
let browser
let page
before(async () => {
  server = await platform()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.stop()
})
beforeEach(async () => (page = await open(browser, 'desktop')))
afterEach(() => page.context().close())
const go = (path) => visit(page, server.url + path)
const text = (selector) => page.locator(selector).first().innerText()

describe('keyboard', () => {
  it('finds an indicator with / and Enter', async () => {
    await go('/d/minhang/overview')
    await page.keyboard.press('/')
    await page.getByRole('combobox', { name: '查找指标、规划、数据集' }).waitFor()
    await page.waitForTimeout(100)
    await page.keyboard.type('监督抽查合格率')
    await page.getByRole('option', { name: /产品质量监督抽查合格率 指标/ }).waitFor()
    await page.screenshot({ path: join(screens, 'search.png') })
    assert.deepEqual(await accessibility(page), [])
    await page.keyboard.press('Enter')
    await page.waitForURL('**/indicators/product.pass_rate')
  })
  it('lists the keys with ?, closes with Esc, goes to a place with g', async () => {
    await go('/d/minhang/overview')
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    await page.screenshot({ path: join(screens, 'keys.png') })
    await page.keyboard.press('Escape')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor({ state: 'hidden' })
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await page.waitForURL('**/indicators')
  })
  it('shows where the focus is, first the way to the content', async () => {
    await go('/d/minhang/indicators')
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), '跳到正文')
    await page.keyboard.press('Tab')
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle)
    assert.equal(outline, 'solid')
  })
  it('does not take letters from someone who types', async () => {
    await go('/d/minhang/indicators')
    await page.getByRole('searchbox').first().fill('')
    await page.getByRole('searchbox').first().press('/')
    assert.equal(await page.getByRole('dialog').count(), 0)
  })
})

describe('lists', () => {
  it('keep their state in the address', async () => {
    await go('/d/minhang/indicators')
    const all = await text('.tools [role=status]')
    await page.getByRole('combobox', { name: '领域' }).selectOption('food')
    await page.getByRole('searchbox').first().fill('合格率')
    await page.waitForURL(/domain=food.*q=|q=.*domain=food/)
    await page.getByRole('button', { name: '最新值' }).click()
    await page.waitForURL(/sort=latest/)
    await page.waitForLoadState('networkidle')
    const some = await text('.tools [role=status]')
    assert.notEqual(some, all)
    await page.reload()
    await page.waitForSelector('table.list')
    assert.equal(await text('.tools [role=status]'), some)
    assert.equal(await page.getByRole('combobox', { name: '领域' }).inputValue(), 'food')
    await page.getByRole('button', { name: '清除条件' }).first().click()
    await page.waitForFunction((whole) => document.querySelector('.tools [role=status]')?.textContent.includes(whole), all)
  })
  it('are kept under a name and come back with it', async () => {
    await go('/d/minhang/indicators?domain=food&sort=latest')
    const some = await text('.tools [role=status]')
    await page.getByText('视图', { exact: true }).click()
    await page.getByRole('textbox', { name: '视图名称' }).fill('食品')
    await page.keyboard.press('Enter')
    await go('/d/minhang/indicators')
    await page.getByText('视图', { exact: true }).click()
    await page.getByRole('link', { name: '食品', exact: true }).click()
    await page.waitForURL(/domain=food/)
    await page.waitForFunction((words) => document.querySelector('.tools [role=status]')?.textContent === words, some)
  })
  it('hide and show columns', async () => {
    await go('/d/minhang/indicators')
    await page.getByText('列', { exact: true }).click()
    await page.getByRole('checkbox', { name: '标识' }).check()
    await page.waitForURL(/columns=/)
    await page.getByRole('columnheader', { name: '标识' }).waitFor()
  })
  it('are saved as a file that a spreadsheet reads', async () => {
    await go('/d/minhang/data')
    const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出 CSV' }).click()])
    const saved = readFileSync(await file.path(), 'utf8')
    assert.ok(saved.startsWith('\ufeffid,'))
    assert.ok(saved.includes('food_sample,食品监督抽检样品'))
    assert.ok(saved.trim().split('\r\n').length > 50)
  })
})

describe('numbers', () => {
  it('of the paper lead to their definition, parts and rows', async () => {
    await go('/d/minhang/paper/economy')
    await page.getByRole('link', { name: '0.04%' }).first().click()
    const drawer = page.getByRole('dialog', { name: '数字的来历' })
    await drawer.getByText('economy.csv:2-3').waitFor()
    const words = await drawer.innerText()
    for (const part of ['1.02', '2564.82', '第一产业增加值', '区统计局', '表1']) assert.ok(words.includes(part), part)
    assert.match(page.url(), /number=l\d+/)
    assert.deepEqual(await accessibility(page), [])
    await page.keyboard.press('Escape')
    await page.waitForURL((url) => !url.search.includes('number'))
  })
  it('of an indicator lead to their files and query', async () => {
    await go('/d/minhang/indicators/food.pass_rate')
    assert.equal(await text('.big'), '98.62%')
    const words = await text('main')
    for (const part of ['7163', '7263', 'food_sampling.csv:2-4', 'SELECT', '98.91%']) assert.ok(words.includes(part), part)
  })
  it('that are missing are a dash, and zero is 0', async () => {
    const { items } = await (await fetch(`${server.url}/api/v1/districts/minhang/indicators?per_page=1000`)).json()
    const shown = async (item) => {
      await go(`/d/minhang/indicators?q=${item.id}&columns=title.latest.id`)
      return page
        .locator('table.list tr', { has: page.getByText(item.id, { exact: true }) })
        .locator('td')
        .first()
        .innerText()
    }
    const missing = items.find((item) => item.latest === null)
    const zero = items.find((item) => item.latest && Number(item.latest.value) === 0)
    assert.equal((await shown(missing)).trim(), '—')
    assert.match((await shown(zero)).trim(), /^0/)
  })
  it('that are simulated are marked, and only when asked for', async () => {
    await go('/d/minhang/plans/quality-2021-2025')
    assert.equal(await page.getByText('模拟数据', { exact: true }).count(), 0)
    await page.getByRole('checkbox', { name: '用模拟数据补空' }).check()
    await page.waitForURL(/simulated=1/)
    await page.getByText('不是实际数据').waitFor()
    assert.ok((await page.locator('table.list').getByText('模拟数据').count()) > 10)
  })
})

describe('the audit', () => {
  const document = '一、抽检情况\n2020年共抽检食品100件，其中生产环节40件，流通环节30件，餐饮环节20件。\n抽检200件，合格190件，合格率为90.0%。\n'
  it('finds what is wrong in a document and shows it in place', async () => {
    await go('/audit')
    await page.locator('input[type=file]').setInputFiles({ name: '通报.txt', mimeType: 'text/plain', buffer: Buffer.from(document) })
    await page.waitForURL(/\/audit\/.+/)
    await page.locator('article.finding').first().waitFor({ timeout: 30_000 })
    const marks = await page.locator('article.finding mark').allInnerTexts()
    assert.ok(marks.includes('90.0%'), marks.join())
    assert.ok((await text('main')).includes('95'))
    await page.screenshot({ path: join(screens, 'audit-findings.png'), fullPage: true })
    assert.deepEqual(await accessibility(page), [])
    await page.getByRole('combobox', { name: '种类' }).selectOption('ratio')
    await page.waitForURL(/kind=ratio/)
    await page.reload()
    await page.locator('article.finding').first().waitFor()
    assert.deepEqual(page.complaints, [])
  })
  it('says what to do when a result is gone', async () => {
    await visit(page, `${server.url}/audit/no-such-job`)
    await page.getByText('这次核对的结果已不在服务器上').waitFor()
  })
})

describe('settings', () => {
  it('keep the look and the language', async () => {
    await go('/d/minhang/overview')
    await page.getByRole('combobox', { name: '外观' }).selectOption('dark')
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('heading', { name: /Overview/ }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: /Overview/ }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark')
    assert.equal(await page.evaluate(() => document.documentElement.lang), 'en')
  })
  it('lead to the same place of another district', async () => {
    await go('/d/minhang/plans')
    await page.getByRole('combobox', { name: '地区' }).selectOption('putuo')
    await page.waitForURL('**/d/putuo/plans')
    await page.getByRole('link', { name: /普陀区质量提升行动计划/ }).waitFor()
  })
})

describe('when something fails', () => {
  it('says what happened, with its code, and tries again', async () => {
    await page.route('**/api/v1/districts/minhang/plans', (route) => route.abort())
    await go('/d/minhang/plans')
    await page.getByRole('alert').getByText('network.none').waitFor()
    await page.screenshot({ path: join(screens, 'failure.png') })
    await page.unroute('**/api/v1/districts/minhang/plans')
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.getByRole('link', { name: /质量强区五年规划/ }).waitFor()
  })
  it('says so when the server is not there at all', async () => {
    await page.route('**/api/v1/**', (route) => route.abort())
    await page.goto(`${server.url}/d/minhang/overview`)
    await page.getByText('连接不到服务器').waitFor()
    await page.unroute('**/api/v1/**')
    await page.getByRole('button', { name: '再试一次' }).click()
    await page.locator('.domain').first().waitFor()
  })
  it('says that there is no such indicator', async () => {
    await go('/d/minhang/indicators/no.such')
    await page.getByRole('alert').waitFor()
  })
})

describe('the first page', () => {
  it('is there in 1.5 s on a slow phone', async () => {
    await page.context().close()
    page = await open(browser, 'phone')
    const client = await page.context().newCDPSession(page)
    await client.send('Network.enable')
    await client.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 40,
      downloadThroughput: (10 * 1024 * 1024) / 8,
      uploadThroughput: (3 * 1024 * 1024) / 8,
    })
    const began = Date.now()
    await page.goto(`${server.url}/d/minhang/overview`, { waitUntil: 'commit' })
    await page.locator('.domain').first().waitFor()
    const took = Date.now() - began
    console.log(`first page ${took} ms`)
    assert.ok(took < 1500 * Number(process.env.ZHIHENG_SLOW ?? 1), `${took} ms`)
  })
})
