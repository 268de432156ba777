// Text that would like to be a script: through every field that takes text, to every page that shows it.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { launch, visit } from './browser.mjs'
import { peopled } from './people.mjs'

/** 216 texts: things that run × places they might break out of. Each would set a mark or ask for /marked. */
const runs = [
  '<script>window.marked=1</script>',
  '<img src=x onerror=window.marked=1>',
  '<svg onload=window.marked=1>',
  '<svg><script>window.marked=1</script></svg>',
  '<iframe srcdoc="<script>parent.marked=1</script>"></iframe>',
  '<details open ontoggle=window.marked=1>',
  '<input autofocus onfocus=window.marked=1>',
  '<math><mtext></math><img src=x onerror=window.marked=1>',
  '<a href="javascript:window.marked=1">看这里</a>',
  '<body onload=window.marked=1>',
  '<video><source onerror=window.marked=1></video>',
  '<object data="javascript:window.marked=1">',
  '<link rel=stylesheet href=/marked>',
  '<meta http-equiv=refresh content="0;url=/marked">',
  '<base href=//marked.example/>',
  '<form action=/marked><button autofocus>x',
  '<style>@import "/marked"</style>',
  '{{constructor.constructor("window.marked=1")()}}',
]
const breaks = ['', '">', "'>", '</textarea>', '</script>', '-->', ']]>', '`', '${', '\u2028', '&lt;/p&gt;', '</title>']
const corpus = breaks.flatMap((b) => runs.map((r) => b + r))

let server
let browser
before(async () => {
  server = await peopled()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.stop()
})

/** Opens the page as somebody, waits, clicks what looks like a link of ours, and tells what ran. */
async function look(account, path, exists = true) {
  const page = account ? await server.people[account].page(browser) : await (await browser.newContext()).newPage()
  const asked = []
  page.on('request', (request) => /\/marked|marked\.example/.test(request.url().split('?')[0]) && asked.push(request.url()))
  page.on('dialog', (dialog) => (asked.push(`dialog ${dialog.message()}`), dialog.dismiss()))
  await visit(page, server.url + path)
  await page.waitForTimeout(150)
  if (exists) assert.equal(await page.getByText(/没有这一页|There is no such page/).count(), 0, `${path} is no page`)
  assert.equal(await page.evaluate(() => globalThis.marked), undefined, `${path}: something ran`)
  assert.deepEqual(asked, [], path)
  const links = await page.evaluate(() =>
    [...document.querySelectorAll('a[href], form[action], iframe, object')].map((e) => e.href ?? e.action ?? e.src ?? ''),
  )
  assert.deepEqual(
    links.filter((l) => l !== '' && !l.startsWith(server.url) && !/^(https?:\/\/(?!marked)|blob:|data:image)/.test(l)),
    [],
    path,
  )
  await page.context().close()
}

describe('text that would like to be a script', () => {
  it('has 216 forms', () => assert.equal(new Set(corpus).size, 216))
  it('stays text in comments', async () => {
    const { office } = server.people
    const ids = []
    for (const [n, text] of corpus.entries()) {
      const made = await office.ask('POST', '/cases', { flow: 'comment', subject: `paper:2020:food~${n % 9}`, fields: { text, quote: text } })
      ids.push(made.id)
      assert.equal(made.fields.text, text)
    }
    await office.ask('POST', `/cases/${ids[0]}/answer`, { version: 1, fields: { text: corpus[1] } })
    await look('office', '/d/minhang/comments')
    await look('office', '/d/minhang/paper/food?comment=food~1')
    await look('auditor', '/d/minhang/comments?q=%3Cscript%3E')
  })
  it('stays text in names of people, reasons, the journal', async () => {
    const { system, security } = server.people
    for (const [n, text] of corpus.slice(0, 40).entries()) {
      await system.ask('POST', '/users', { account: `u-${n}`, name: text.replace(/[\u2028]/g, '') })
      if (n < 3) await system.ask('POST', `/users/u-${n}/disable`, { reason: text })
    }
    await security.ask('POST', '/users/u-5/link', {})
    await look('security', '/manage/users?per_page=200')
    await look('security', '/manage/users?user=u-1')
    await look('logs', '/manage/journal/people')
    await look('logs', '/manage/journal/people?q=%3Cimg%20src%3Dx%20onerror%3Dwindow.marked%3D1%3E')
  })
  it('stays text in files: their names, their cells, what is wrong with them', async () => {
    const { sender, approver } = server.people
    const head = 'case_no,channel,received_on,type,source_no,transferred_on,returned'
    const cell = (text) => `"${text.replaceAll('"', '""')}"`
    const rows = corpus.map((text, n) => [`H${n}`, text, text, text, text, '2020-01-01', '否'].map(cell).join(','))
    const form = new FormData()
    form.set('dataset', 'complaint_source')
    form.set('simulated', '1')
    form.set('file', new File(['\ufeff' + [head, ...rows].join('\n') + '\n'], '<img src=x onerror=window.marked=1>.csv'))
    const sent = await sender.follow(await sender.ask('POST', '/submissions', form))
    assert.equal(sent.fields.rejected, corpus.length)
    assert.equal(sent.state, 'handed_back')
    const lock = { flow: 'lock', subject: 'complaint_source:2019', fields: { reason: corpus[0] } }
    await approver.ask('POST', '/cases', lock)
    for (const path of ['/d/minhang/intake', '/d/minhang/intake/submissions', `/d/minhang/intake/submissions/${sent.id}`, '/d/minhang/intake/locks'])
      await look('approver', path)
    const csv = await fetch(`${server.url}/api/v1/submissions/${sent.id}/rejects.csv`, { headers: { cookie: sender.cookie } })
    assert.match(csv.headers.get('content-disposition'), /^attachment/)
    assert.equal(csv.headers.get('x-content-type-options'), 'nosniff')
  })
  it('stays text in the own parts of the paper and in labels of editions', async () => {
    const { office } = server.people
    for (const text of runs) {
      const preview = await office.ask('POST', '/districts/minhang/paper/preview', { year: 2020, chapter: 'consumer-rights', text })
      assert.ok(!JSON.stringify(preview.nodes).includes('<script>') || preview.nodes.every((n) => typeof n.text === 'string'))
    }
    const text = runs.slice(0, 6).join('\n\n').replace(/\d/g, '')
    const opened = await office.ask('POST', '/cases', { flow: 'chapter', subject: 'chapter:2020:consumer-rights', fields: { text } })
    await look('office', '/d/minhang/chapters/consumer-rights')
    await office.ask('POST', `/cases/${opened.id}/publish`, { version: 1 })
    const edition = await office.follow(await office.ask('POST', '/districts/minhang/paper/editions', { year: 2020, label: runs[1], note: runs[2] }))
    await look('office', '/d/minhang/editions')
    await look('', '/d/minhang/paper/supervision')
    // The HTML of the paper itself, which everybody opens.
    await look('', `/api/v1/districts/minhang/paper/editions/${edition.id}/files/html`)
  })
  it('stays text in a document that is audited', async () => {
    const form = new FormData()
    form.set('kind', 'audit')
    const lines = corpus.map((text) => `2020年共抽检食品100件，合格90件，合格率为95.0%。${text}`).join('\n')
    form.set('file', new File([lines], '"><svg onload=window.marked=1>.txt'))
    const job = await (await fetch(`${server.url}/api/v1/jobs`, { method: 'POST', body: form })).json()
    for (let tries = 0; tries < 400; tries++) {
      const { state } = await (await fetch(`${server.url}/api/v1/jobs/${job.id}`)).json()
      if (state === 'done') break
      assert.notEqual(state, 'failed')
      await new Promise((done) => setTimeout(done, 50))
    }
    await look('', `/audit/${job.id}`)
  })
  it('stays text in addresses', async () => {
    for (const text of ['"><script>window.marked=1</script>', "javascript:window.marked=1//';", '<img src=x onerror=window.marked=1>']) {
      const word = encodeURIComponent(text)
      await look('', `/d/minhang/indicators?q=${word}`)
      await look('', `/sign-in?to=${word}`)
      await look('', `/d/${word.replaceAll('%2F', '')}/overview`, false)
    }
  })
})
