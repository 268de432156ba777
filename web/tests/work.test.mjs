// What people do who are signed in, on the real platform, in a real browser: in by link and code, accounts, the journal, data on its way.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, it } from 'node:test'
import { join } from 'node:path'
import { accessibility, launch, modes, open, overflow, papers, screens, visit } from './browser.mjs'
import { password, peopled, run, stepNow, totp } from './people.mjs'

let server
let browser
const opened = []
before(async () => {
  server = await peopled(papers())
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.stop()
})
const as = async (account, mode) => {
  const page = account ? await server.people[account].page(browser, mode) : await open(browser, mode ?? 'desktop')
  opened.push(page)
  return page
}
const go = (page, path) => visit(page, server.url + path)
const said = (page, words) => page.getByText(words).first().waitFor()
/** Complaints that are not the answer which a test asked for. */
const clean = (page, ...expected) =>
  assert.deepEqual(
    page.complaints.filter((c) => !expected.some((e) => c.includes(e))),
    [],
  )

describe('the way in', () => {
  it('is by a link that works once, with the rules in words', async () => {
    const page = await as(undefined, 'phone')
    await go(page, `/link#${server.tokens.novice}`)
    await page.waitForURL((url) => url.pathname === '/link' && url.hash === '')
    await page.getByLabel('新口令').fill('short')
    await page.getByLabel('再输入一次').fill('short')
    await page.getByRole('button', { name: '设置口令' }).click()
    await page.locator('.mistake', { hasText: '15' }).waitFor()
    await said(page, '已输入 5 个字符')
    await page.getByLabel('新口令').fill(password)
    await page.getByRole('button', { name: '设置口令' }).click()
    await said(page, '两次输入的口令不同')
    await page.getByLabel('再输入一次').fill(password)
    await page.screenshot({ path: join(screens, 'link.png') })
    assert.deepEqual(await accessibility(page), [])
    await page.getByRole('button', { name: '设置口令' }).click()
    await said(page, '口令设好了')
    await go(page, `/link#${server.tokens.novice}`)
    await page.getByLabel('新口令').fill(password)
    await page.getByLabel('再输入一次').fill(password)
    await page.getByRole('button', { name: '设置口令' }).click()
    await page.getByRole('alert').waitFor()
  })
  it('never sends the token in an address', async () => {
    const page = await as()
    const asked = []
    page.on('request', (request) => asked.push(request.url()))
    await go(page, `/link#${server.tokens.newcomer}`)
    assert.ok(asked.length > 3 && asked.every((url) => !url.includes(server.tokens.newcomer)))
  })
  it('leads back to the page that was wanted, and out again', async () => {
    const page = await as()
    await go(page, '/d/minhang/intake/submissions')
    await page.waitForURL(/\/sign-in\?to=/)
    await page.getByLabel('账号').fill('novice')
    await page.getByLabel('口令').first().fill('not the password at all')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByRole('alert').getByText('people.sign-in-refused').waitFor()
    await page.getByLabel('口令').first().fill(password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/d/minhang/intake/submissions')
    await page.getByRole('link', { name: '报送', exact: true }).first().waitFor()
    await page.locator('.person summary').click()
    await page.screenshot({ path: join(screens, 'person-menu.png') })
    assert.deepEqual(await accessibility(page), [])
    await page.getByRole('button', { name: '退出' }).click()
    await page.getByRole('link', { name: '登录' }).waitFor()
    assert.equal(await page.getByRole('link', { name: '报送', exact: true }).count(), 0)
    clean(page, '401')
  })
  it('demands a second factor of those whose role does, and asks for its code', async () => {
    const page = await as()
    await go(page, `/link#${server.tokens.newcomer}`)
    await page.getByLabel('新口令').fill(password)
    await page.getByLabel('再输入一次').fill(password)
    await page.getByRole('button', { name: '设置口令' }).click()
    await said(page, '口令设好了')
    await page.getByRole('link', { name: '登录' }).last().click()
    await page.getByLabel('账号').fill('newcomer')
    await page.getByLabel('口令').first().fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await said(page, '您的角色要求动态口令')
    await page.goto(`${server.url}/d/minhang/overview`)
    await page.waitForURL('**/account')
    await page.getByRole('button', { name: '设置动态口令' }).click()
    await page.getByRole('img', { name: '动态口令的二维码' }).waitFor()
    await page.getByText('手工输入密钥').click()
    const secret = (await page.locator('code.secret').innerText()).replaceAll(' ', '')
    await page.screenshot({ path: join(screens, 'second-factor.png') })
    assert.deepEqual(await accessibility(page), [])
    const step = stepNow() - 1
    await page.getByRole('textbox', { name: '动态口令' }).fill(totp(secret, step))
    await page.getByRole('button', { name: '确认' }).click()
    await said(page, '动态口令设好了')
    await page.getByLabel('账号').fill('newcomer')
    await page.getByLabel('口令').first().fill(password)
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await said(page, '口令正确')
    await page.getByRole('textbox', { name: '动态口令' }).fill(totp(secret, step + 1))
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.waitForURL('**/account')
    await said(page, '已设置')
    clean(page, '401')
  })
  it('shows others no page that is not theirs', async () => {
    const page = await as('sender')
    await go(page, '/manage/users')
    await said(page, '您没有这项权限')
    assert.equal(await page.locator('.places').getByText('账号').count(), 0)
  })
})

describe('a session that ends', () => {
  it('asks to sign in over the page, keeps what was typed and sends it after', async () => {
    const page = await as('sender')
    await go(page, '/d/minhang/tasks')
    await page.locator('.board .card').first().click()
    await page.getByLabel('做了什么').fill('已完成方案')
    await page.getByLabel('完成进度').fill('40')
    await server.people.sender.ask('DELETE', '/session')
    await page.getByRole('button', { name: '报进展' }).click()
    const dialog = page.getByRole('dialog', { name: '请再登录一次' })
    await dialog.getByLabel('口令').first().fill(password)
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'sign-in-again.png') })
    await dialog.getByRole('button', { name: '登录' }).click()
    await said(page, '待审核')
    await said(page, '40%')
    await server.people.sender.signIn()
  })
})

describe('accounts', () => {
  it('are added, granted, linked, disabled', async () => {
    const system = await as('system')
    await go(system, '/manage/users')
    await system.getByRole('button', { name: '建账号' }).click()
    await system.getByLabel('账号').last().fill('zhou-jie')
    await system.getByLabel('姓名').last().fill('吴某')
    await system.getByLabel('单位种类').selectOption('department')
    await system.getByLabel('单位', { exact: false }).last().selectOption('health')
    await system.getByRole('dialog').getByRole('button', { name: '建账号' }).click()
    await system.getByText('吴某').first().waitFor()
    const security = await as('security')
    await go(security, '/manage/users?user=zhou-jie')
    await security.getByRole('button', { name: '加一个角色' }).click()
    await security.getByRole('combobox', { name: '角色' }).selectOption('reporter')
    await security.getByText('全部领域').first().click()
    await security.getByRole('checkbox', { name: '全部领域' }).uncheck()
    assert.ok(await security.getByRole('button', { name: '保存' }).isDisabled())
    await security.getByRole('checkbox', { name: '食品' }).first().check()
    await security.getByRole('button', { name: '保存' }).click()
    await said(security, '已保存')
    await security.getByRole('button', { name: '发一次性链接' }).click()
    const link = await security.locator('.link code').innerText()
    assert.match(link, /^http.*\/link#[0-9a-f]{32}$/)
    assert.deepEqual(await accessibility(security), [])
    await security.screenshot({ path: join(screens, 'user.png') })
    await go(system, '/manage/users?user=zhou-jie')
    await system.getByRole('button', { name: '停用' }).click()
    const dialog = system.getByRole('dialog', { name: /停用/ })
    assert.ok(await dialog.getByRole('button', { name: '停用' }).isDisabled())
    await dialog.getByLabel('原因').fill('调离')
    await dialog.getByRole('button', { name: '停用' }).click()
    await system.getByText('已停用').first().waitFor()
    clean(system)
    clean(security)
  })
})

describe('the journal', () => {
  it('is read, searched and verified, with a head that was kept elsewhere', async () => {
    const page = await as('logs')
    await go(page, '/manage/journal')
    const head = await page.locator('section.heads td code').first().innerText()
    await page.getByLabel('以前打印或寄出的摘要').fill(head)
    await page.getByRole('button', { name: '核验' }).click()
    await said(page, '日志完好')
    await page.getByLabel('以前打印或寄出的摘要').fill('0000-0000-0000-0000-0000-0000')
    await page.getByRole('button', { name: '核验' }).click()
    await said(page, '日志有问题')
    await page.screenshot({ path: join(screens, 'journal-verify.png') })
    await page.getByRole('link', { name: 'people' }).click()
    await page.getByRole('searchbox').fill('zhou-jie')
    await page.keyboard.press('Enter')
    await page.locator('table.list').getByText('user.disable').first().waitFor()
  })
})

describe('data on its way', () => {
  let spoiled
  let whole
  before(() => {
    const out = join(server.folder, 'made')
    run('simulate', 'minhang', '2020', '--out', out, '--dataset', 'complaint_source')
    whole = readFileSync(join(out, 'complaint_source.csv'), 'utf8')
    const lines = whole.split('\n').slice(0, 2000)
    lines[20] = lines[20].replace(',2020-', ',2O20-')
    spoiled = lines.join('\n') + '\n'
  })
  const file = (name, content) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(content) })
  let id

  it('is recognised by its name, checked, and shows what was wrong where it stands', async () => {
    const page = await as('sender')
    await go(page, '/d/minhang/intake')
    await page.locator('.drop input[type=file]').setInputFiles([file('投诉举报来源登记-2020年.csv', spoiled), file('无名.csv', 'a,b\n')])
    const card = page.locator('article.upload', { has: page.getByText('投诉举报来源登记-2020年.csv') })
    assert.equal(await card.getByLabel('数据集').inputValue(), 'complaint_source')
    await card.getByLabel('这是模拟数据').check()
    await card.getByRole('button', { name: '校验并报送' }).click()
    await card.locator('td.wrong', { hasText: '2O20-' }).waitFor()
    await card.getByText('接收日期应为日期').first().waitFor()
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'intake-result.png'), fullPage: true })
    const [saved] = await Promise.all([page.waitForEvent('download'), card.getByRole('link', { name: 'CSV' }).click()])
    assert.ok(readFileSync(await saved.path(), 'utf8').includes('2O20-'))
    await card.getByRole('link', { name: '看这次报送' }).click()
    await page.waitForURL(/submissions\/submission-\d+/)
    id = page.url().split('/').at(-1)
    assert.equal(await page.getByRole('button', { name: '同意入库' }).count(), 0)
    clean(page)
  })
  it('is matched column by column where required ones are missing', async () => {
    const page = await as('sender')
    await go(page, '/d/minhang/intake')
    await page.locator('.drop input[type=file]').setInputFiles([file('无名.csv', whole.replace(/^(\ufeff?)[^,]+,/, '$1来文号,'))])
    const card = page.locator('article.upload')
    await card.getByLabel('数据集').selectOption('complaint_source')
    await card.getByLabel('这是模拟数据').check()
    await card.getByRole('button', { name: '校验并报送' }).click()
    const head = card.getByLabel('来文号')
    await head.waitFor()
    await page.screenshot({ path: join(screens, 'intake-heads.png') })
    assert.deepEqual(await accessibility(page), [])
    clean(page)
  })
  it('is handed back with a reason and a day', async () => {
    const page = await as('approver')
    await go(page, '/d/minhang/intake/submissions')
    await page.locator('table.list a').first().click()
    await page.getByRole('button', { name: '退回', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: '退回' })
    await dialog.getByLabel('原因').fill('第 21 行日期有误')
    await dialog.getByLabel('改正期限').fill('2099-12-31')
    await dialog.getByRole('button', { name: '退回' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await said(page, '第 21 行日期有误')
    clean(page)
  })
  it('is corrected, sent again in its place, approved by another person and taken in', async () => {
    const sender = await as('sender', 'phone')
    await go(sender, `/d/minhang/intake/submissions/${id}`)
    await said(sender, '第 21 行日期有误')
    await sender.getByRole('link', { name: '改正后再报' }).click()
    await sender.locator('.drop input[type=file]').setInputFiles(file('再报.csv', whole))
    const card = sender.locator('article.upload')
    assert.equal(await card.getByLabel('数据集').inputValue(), 'complaint_source')
    await card.getByLabel('这是模拟数据').check()
    await card.getByRole('button', { name: '校验并报送' }).click()
    await card.getByText('全部可入库').waitFor({ timeout: 60_000 })
    await sender.screenshot({ path: join(screens, 'intake-phone.png'), fullPage: true })
    assert.ok((await overflow(sender)) <= 0)
    await card.getByRole('link', { name: '看这次报送' }).click()
    await sender.waitForURL(/submissions\/submission-\d+/)
    const again = new URL(sender.url()).pathname
    const page = await as('approver')
    await go(page, again)
    await page.getByRole('button', { name: '同意入库' }).click()
    await page.getByRole('dialog').getByRole('button', { name: '同意入库' }).click()
    await said(page, '已通过')
    await page.getByRole('link', { name: /^complaint_source-\d+$/ }).click()
    await page.waitForURL('**/batches**')
    clean(page)
    // Who sent it hears of it without asking.
    await said(sender, '已通过')
  })
  it('stands behind the number that is computed from it, line by line', async () => {
    const page = await as('approver')
    await go(page, '/d/minhang/data/cubes/complaint_channel')
    const row = page.locator('tbody tr').filter({ hasText: '2020' }).filter({ has: page.getByRole('link', { name: '明细' }) })
    await row.first().getByRole('link', { name: '明细' }).click()
    await page.waitForURL('**/rows?**')
    await page.getByRole('heading', { level: 1, name: /明细/ }).waitFor()
    await page.getByText(/投诉举报来源登记.*:\d+/).first().waitFor()
    await page.getByText('模拟').first().waitFor()
    assert.deepEqual(await accessibility(page), [])
    await page.screenshot({ path: join(screens, 'rows.png') })
    clean(page)
  })
  it('is locked, and a batch taken out again only by its name', async () => {
    const page = await as('approver')
    await go(page, '/d/minhang/intake/locks')
    await page.getByRole('button', { name: '锁定一段时间' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('数据集').selectOption('complaint_source')
    await dialog.getByLabel('时段').fill('2020-13')
    await dialog.locator('.mistake', { hasText: '2020-06' }).waitFor()
    await dialog.getByLabel('时段').fill('2020')
    await dialog.getByLabel('原因').fill('年度数据已公布')
    await dialog.getByRole('button', { name: '锁定' }).click()
    await said(page, '年度数据已公布')
    assert.deepEqual(await accessibility(page), [])
    await page.getByRole('button', { name: '解锁' }).click()
    await page.getByRole('dialog').getByLabel('原因').fill('补报')
    await page.getByRole('dialog').getByRole('button', { name: '解锁' }).click()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await said(page, '已解锁')
    await go(page, '/d/minhang/intake/batches')
    await page.getByRole('button', { name: /撤回/ }).click()
    const ask = page.getByRole('dialog')
    await ask.getByLabel('原因').fill('部门更正')
    assert.ok(await ask.getByRole('button', { name: '撤回批次' }).isDisabled())
    await ask.getByLabel('为防误操作').fill('complaint_source-1')
    await ask.getByRole('button', { name: '撤回批次' }).click()
    await said(page, '已撤回')
    clean(page)
  })
})

describe('every page of work in every mode', () => {
  const pages = {
    sender: { intake: '/d/minhang/intake', submissions: '/d/minhang/intake/submissions', account: '/account', help: '/help' },
    approver: {
      submission: '/d/minhang/intake/submissions/submission-1',
      batches: '/d/minhang/intake/batches',
      quality: '/d/minhang/quality',
      locks: '/d/minhang/intake/locks',
    },
    security: { users: '/manage/users', user: '/manage/users?user=novice', rights: '/manage/rights' },
    logs: { journal: '/manage/journal', stream: '/manage/journal/people' },
    system: { server: '/manage/server' },
    anyone: { 'sign-in': '/sign-in', help: '/help/quality_office' },
  }
  for (const mode of Object.keys(modes))
    for (const [account, those] of Object.entries(pages))
      it(`${account} ${mode}`, async () => {
        const page = await as(account === 'anyone' ? undefined : account, mode)
        for (const [name, path] of Object.entries(those)) {
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
