// Every page in every mode: it has its data, complains of nothing, fits its window, and axe-core has nothing serious to say.
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { join } from 'node:path'
import { accessibility, launch, modes, open, overflow, platform, screens, visit } from './browser.mjs'

const pages = {
  overview: '/d/minhang/overview',
  wall: '/d/minhang/wall',
  indicators: '/d/minhang/indicators',
  'indicator-course': '/d/minhang/indicators/product.pass_rate',
  'indicator-towns': '/d/minhang/indicators/town.industry_firms',
  'indicator-lineage': '/d/minhang/indicators/food.pass_rate',
  plans: '/d/minhang/plans',
  plan: '/d/minhang/plans/quality-2021-2025',
  'plan-simulated': '/d/minhang/plans/quality-2021-2025?simulated=1&as_of=2024-06-30',
  target: '/d/minhang/plans/quality-2021-2025/targets/product.pass_rate@2025?simulated=1&as_of=2024-06-30',
  'task-board': '/d/putuo/tasks?simulated=1',
  'task-table': '/d/putuo/tasks?simulated=1&view=table',
  'task-gantt': '/d/putuo/tasks?simulated=1&view=gantt',
  'task-one': '/d/minhang/tasks?task=1',
  paper: '/d/minhang/paper/safety',
  'paper-number': '/d/minhang/paper/economy?number=l5',
  'paper-findings': '/d/minhang/paper/findings',
  'paper-none': '/d/putuo/paper',
  audit: '/audit',
  datasets: '/d/minhang/data',
  cubes: '/d/minhang/data?show=cubes',
  dataset: '/d/minhang/data/datasets/food_sample',
  cube: '/d/minhang/data/cubes/food_sampling',
  list: '/d/minhang/data/cubes/town_testing_firm',
  about: '/about',
  nothing: '/nowhere',
}

let server
let browser
before(async () => {
  server = await platform()
  browser = await launch()
})
after(async () => {
  await browser?.close()
  server?.stop()
})

for (const mode of Object.keys(modes)) {
  describe(mode, () => {
    let page
    before(async () => (page = await open(browser, mode)))
    after(() => page.context().close())
    for (const [name, path] of Object.entries(pages)) {
      it(name, async () => {
        page.complaints.length = 0
        await visit(page, server.url + path)
        await page.screenshot({ path: join(screens, `${name}-${mode}.png`) })
        assert.deepEqual(page.complaints, [])
        assert.equal(await page.locator('[role=alert]').count(), 0, 'nothing failed to be read')
        assert.ok((await overflow(page)) <= 0, 'nothing is wider than the window')
        assert.deepEqual(await accessibility(page), [])
      })
    }
  })
}
