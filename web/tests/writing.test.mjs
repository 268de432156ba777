// Work on the paper, on audits and tasks, on the real platform in a real browser.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { join } from 'node:path'
import { accessibility, launch, modes, overflow, papers, screens, visit } from './browser.mjs'
import { peopled } from './people.mjs'

let server
let browser
before(async () => {
  server = await peopled(papers())
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.stop()
})
const as = (account, mode) => server.people[account].page(browser, mode)
const go = (page, path) => visit(page, server.url + path)
const said = (page, words) => page.getByText(words).first().waitFor()
const clean = (page, ...expected) =>
  assert.deepEqual(
    page.complaints.filter((c) => !expected.some((e) => c.includes(e))),
    [],
  )

describe('comments', () => {
  const words = '请与统计公报核对'
  it('stand beside their paragraph, are kept while nobody sends them, and are assigned', async () => {
    const page = await as('office')
    await go(page, '/d/minhang/paper/safety')
    assert.equal(await page.locator('.place-note').count(), 0, 'readers are not bothered')
    await page.getByRole('button', { name: '写批注' }).click()
    await page.locator('p:has(.place-note) .place-note').first().click()
    await page.waitForURL(/comment=/)
    await page.getByLabel('新的批注').fill(words)
    await page.waitForTimeout(400)
    await page.reload()
    await page.getByLabel('新的批注').waitFor()
    assert.equal(await page.getByLabel('新的批注').inputValue(), words)
    await page.getByLabel('指派给').last().selectOption('market-regulation')
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'comment.png') })
    await page.getByRole('button', { name: '批注', exact: true }).click()
    await page.locator('article.thread').getByText(words).waitFor()
    assert.equal(await page.getByLabel('新的批注').inputValue(), '')
    clean(page)
  })
  it('are answered by another department, seen at once by both, and resolved', async () => {
    const office = await as('office')
    await go(office, '/d/minhang/comments')
    const page = await as('sender', 'phone')
    await go(page, '/d/minhang/comments?assigned=mine')
    await page.getByRole('link', { name: words }).click()
    await page.waitForURL(/paper\/safety\?.*comment=/)
    await page.getByLabel('答复').fill('已核对，一致。')
    await page.getByRole('button', { name: '答复' }).click()
    await page.locator('article.thread').getByText('已核对，一致。').waitFor()
    assert.ok((await overflow(page)) <= 0)
    await page.getByRole('button', { name: '了结' }).click()
    await page.getByRole('button', { name: '重新打开' }).waitFor()
    await said(office, '没有符合条件的项')
    clean(page)
  })
})

describe("the district's own parts", () => {
  const text = '查办涉及认证的案件{{ certification.cases }}，食品合格率{{ food.pass_rate }}。\n\n{{ no.such }}\n'
  it('are shown as they will be printed while somebody types, with warnings at their lines', async () => {
    const page = await as('office')
    await go(page, '/d/minhang/chapters')
    await page.getByLabel('查找标识或文字').fill('认证')
    await page.locator('a[href$="/chapters/certification"]').first().click()
    const field = page.getByRole('textbox', { name: '正文（Markdown）' })
    await field.fill(text)
    await page.locator('.sheet').getByText('98.62%').waitFor()
    await page.getByRole('button', { name: '第 3 行' }).click()
    assert.equal(await field.evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd)), '{{ no.such }}')
    assert.equal(await page.locator('.behind .warned').innerText(), '{{ no.such }}')
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'chapter.png') })
    clean(page)
  })
  it('lose nothing with the network or the tab', async () => {
    const page = await as('office')
    await go(page, '/d/minhang/chapters/certification')
    const field = page.getByRole('textbox', { name: '正文（Markdown）' })
    await page.context().setOffline(true)
    await field.fill('断网时写的')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await page.getByRole('alert').getByText('network.none').waitFor()
    await page.waitForTimeout(400)
    await page.context().setOffline(false)
    await page.reload()
    await said(page, '没有保存的改写')
    assert.equal(await field.inputValue(), '断网时写的')
    await page.getByRole('button', { name: '放弃，用已保存的' }).click()
    assert.notEqual(await field.inputValue(), '断网时写的')
    clean(page, 'ERR_INTERNET_DISCONNECTED')
  })
  it('are saved, told apart from what another has saved meanwhile, and put into the paper', async () => {
    const page = await as('office')
    await go(page, '/d/minhang/chapters/certification')
    const field = page.getByRole('textbox', { name: '正文（Markdown）' })
    await field.fill('查办涉及认证的案件{{ certification.cases }}，已全部办结。')
    await page.keyboard.press('Control+s')
    await said(page, '已保存')
    const other = await as('office')
    await go(other, '/d/minhang/chapters/certification')
    await other.getByRole('textbox', { name: '正文（Markdown）' }).fill('另一版')
    await other.getByRole('button', { name: '保存草稿' }).click()
    await said(other, '已保存')
    await field.fill('查办涉及认证的案件{{ certification.cases }}，均已办结并公示。')
    await page.getByRole('button', { name: '保存草稿' }).click()
    await said(page, '别人在')
    await page.getByRole('button', { name: '以我的为准' }).click()
    await said(page, '已保存')
    await page.getByText('以前的版本').click()
    assert.ok((await page.getByRole('button', { name: '取回这一版' }).count()) >= 3)
    await page.getByRole('button', { name: '采用' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '采用' }).click()
    await page.locator('.page-head').getByText('已采用').waitFor()
    clean(page, '409')
  })
})

describe('editions', () => {
  it('are frozen in all formats and compared, numbers and texts', async () => {
    const page = await as('office')
    await go(page, '/d/minhang/editions')
    await page.getByRole('button', { name: /定稿/ }).click()
    await page.getByLabel('名称').fill('征求意见稿')
    await page.getByRole('dialog').getByRole('button', { name: /定稿/ }).click()
    await page.locator('li b', { hasText: '征求意见稿' }).waitFor({ timeout: 120_000 })
    for (const format of ['HTML', 'PDF', 'DOCX', 'XLSX', 'JSON']) await page.getByRole('link', { name: format, exact: true }).waitFor()
    assert.deepEqual(await accessibility(page), [])
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'DOCX', exact: true }).click()])
    assert.match(saved.suggestedFilename(), /\.docx$/)
    const office = server.people.office
    const parts = await office.ask('GET', '/districts/minhang/paper/chapters?year=2020&per_page=1000')
    const part = await office.ask('GET', `/cases/${parts.items.find((p) => p.id === 'certification').case}`)
    const revised = await office.ask('POST', `/cases/${part.id}/revise`, { version: part.version })
    const fields = { text: '查办涉及认证的案件{{ certification.cases }}，合格率{{ food.pass_rate }}。' }
    const written = await office.ask('POST', `/cases/${part.id}/write`, { version: revised.version, fields })
    await office.ask('POST', `/cases/${part.id}/publish`, { version: written.version })
    await office.follow(await office.ask('POST', '/districts/minhang/paper/drafts', { year: 2020 }))
    await page.getByRole('checkbox', { name: '征求意见稿' }).check()
    await page.getByRole('link', { name: /比较/ }).click()
    await page.locator('del', { hasText: '办结' }).waitFor()
    await page.locator('ins', { hasText: '98.62%' }).waitFor()
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'compare.png'), fullPage: true })
    clean(page)
  })
})

describe('the audit', () => {
  const document = '一、抽检情况\n2020年共抽检食品100件，其中生产环节40件，流通环节30件，餐饮环节20件。\n抽检200件，合格190件，合格率为90.0%。\n'
  const hand = async (page) => {
    await go(page, '/audit')
    await page.locator('input[type=file]').setInputFiles({ name: '通报.txt', mimeType: 'text/plain', buffer: Buffer.from(document) })
    await page.locator('article.finding').first().waitFor({ timeout: 30_000 })
  }
  it('has its findings waived with a reason, struck through for others, and revoked', async () => {
    const page = await as('office')
    await hand(page)
    const finding = page.locator('article.finding', { has: page.locator('mark', { hasText: '90.0%' }) }).first()
    const id = await finding.getAttribute('id')
    await finding.getByRole('button', { name: '豁免' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('口径不同')
    await page.getByRole('dialog').getByRole('button', { name: '豁免' }).click()
    await page.locator(`[id="${id}"] del`).waitFor()
    assert.deepEqual(await accessibility(page), [])
    const other = await as('approver')
    await hand(other)
    await other.locator(`[id="${id}"]`).getByText('口径不同').waitFor()
    assert.equal(await other.getByRole('button', { name: '豁免' }).count(), 0, 'only those who may')
    await page.locator(`[id="${id}"]`).getByRole('button', { name: '撤销豁免' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('核对后有误')
    await page.getByRole('dialog').getByRole('button', { name: '撤销豁免' }).click()
    await page.locator(`[id="${id}"] del`).waitFor({ state: 'detached' })
    clean(page)
  })
})

describe('tasks', () => {
  it('are reported with evidence, returned and accepted by another person', async () => {
    const page = await as('sender')
    await go(page, '/d/minhang/tasks?owner=market-regulation')
    await page.locator('.board .card').first().click()
    await page.getByLabel('完成进度').fill('400')
    await page.locator('.mistake', { hasText: '0 到 100' }).waitFor()
    await page.getByLabel('完成进度').fill('40')
    await page.getByLabel('做了什么').fill('已完成方案')
    await page.getByLabel('佐证文件').setInputFiles({ name: '方案.txt', mimeType: 'text/plain', buffer: Buffer.from('方案') })
    await page.getByRole('button', { name: '报进展' }).click()
    await page.getByRole('link', { name: '方案.txt' }).waitFor()
    assert.equal(await page.getByRole('button', { name: '采纳' }).count(), 0)
    assert.deepEqual(await accessibility(page), [])
    const other = await as('approver')
    await other.goto(page.url())
    await other.getByRole('button', { name: '退回' }).click()
    await other.getByRole('dialog', { name: '退回' }).getByLabel('原因').fill('附上会议纪要')
    await other.getByRole('dialog', { name: '退回' }).getByRole('button', { name: '退回' }).click()
    await said(page, '附上会议纪要')
    await page.getByText('再报', { exact: true }).click()
    await page.getByLabel('完成进度').fill('50')
    await page.getByLabel('做了什么').fill('已附纪要')
    await page.getByRole('button', { name: '报进展' }).click()
    await said(other, '已附纪要')
    await other.getByRole('button', { name: '采纳' }).click()
    await said(page, '已采纳')
    clean(page)
    clean(other)
  })
})

describe('every page of writing in every mode', () => {
  const pages = {
    'paper-noting': '/d/minhang/paper/safety?noting=1',
    comments: '/d/minhang/comments?state=all',
    chapters: '/d/minhang/chapters',
    chapter: '/d/minhang/chapters/economy-parks',
    editions: '/d/minhang/editions',
    compare: '/d/minhang/editions/compare?a=edition-1',
  }
  for (const mode of Object.keys(modes))
    it(mode, async () => {
      const page = await as('office', mode)
      for (const [name, path] of Object.entries(pages)) {
        await go(page, path)
        await page.screenshot({ path: join(screens, `${name}-${mode}.png`) })
        assert.equal(await page.locator('[role=alert]').count(), 0, `${name}: nothing failed`)
        assert.ok((await overflow(page)) <= 0, `${name}: nothing is wider than the window`)
        assert.deepEqual(await accessibility(page), [], name)
      }
      clean(page)
      await page.context().close()
    })
})
