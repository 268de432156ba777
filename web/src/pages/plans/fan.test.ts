import { expect, it } from 'vitest'
import mid from '@/testdata/plan-forecast.json'
import type { Target } from '@/api/types'
import { demandLines, distanceWords, dotsOf, fanOf } from './fan'

const targets = mid.targets as unknown as Target[]
const open = targets.find((t) => t.forecast && !t.forecast.refused)!
const refused = targets.find((t) => t.forecast?.refused)!

it('opens from the last value to the year of the target', () => {
  const fan = fanOf(open)!
  expect(fan.from).toEqual({ year: open.now!.year, value: open.now!.value })
  expect(fan.by).toBe(open.by)
  expect(fan.low).toBeLessThanOrEqual(fan.expected)
  expect(fan.high).toBeGreaterThanOrEqual(fan.expected)
})
it('is none where the server refused a forecast or the target is due', () => {
  expect(fanOf(refused)).toBeUndefined()
  expect(fanOf({ ...open, by: open.now!.year })).toBeUndefined()
})
it('marks what was simulated, and not where the plan started from', () => {
  const dots = dotsOf(open)
  expect(dots.at(-1)!.simulated).toBe(true)
  expect(dots[0]!.simulated).toBe(false)
})
it('takes the history of the server before the two points it knows', () => {
  const history = [
    { year: 2019, value: '1.0' },
    { year: 2020, value: '0', simulated: true },
  ]
  expect(dotsOf({ ...open, history }).map((d) => [d.year, d.value, d.simulated])).toEqual([
    [2019, 1, false],
    [2020, 0, true],
  ])
})
it('draws both ends of a range, and nothing where there is no number', () => {
  expect(demandLines({ ...open, limit: [2, 3] }).map((l) => l.value)).toEqual([2, 3])
  expect(demandLines({ ...open, limit: null })).toEqual([])
})
it('says how much is missing or passed, and nothing where it is not known', () => {
  const say = (key: string, given: Record<string, unknown>) => `${key} ${String(given['amount'])}`
  expect(distanceWords({ ...open, distance: 1.6, distance_unit: '个百分点' }, say)).toBe('plans.short 1.6\u2009个百分点')
  expect(distanceWords({ ...open, distance: -1.2, distance_unit: '' }, say)).toBe('plans.over 1.2')
  expect(distanceWords({ ...open, distance: 0, distance_unit: '' }, say)).toBe('plans.over 0')
  expect(distanceWords({ ...open, distance: null }, say)).toBeNull()
})
