import type { Target } from '@/api/types'
import type { Dot, Fan, Line } from '@/charts/options'
import { drawable, rounded, spaced, withUnit } from '@/text/numbers'
import { localised, words } from '@/words'

const many = 4

/** The values that a target was judged and forecast from: its history where the server sends it, else its start and where it stands. */
export function dotsOf(target: Target): Dot[] {
  const known = [target.start, target.now && { ...target.now, simulated: target.simulated }].filter((p) => p !== null)
  const given: { year: number; value: string | number | null; simulated?: boolean }[] = target.history?.length ? target.history : known
  const byYear = new Map(given.map((p) => [p.year, p]))
  return [...byYear.values()]
    .sort((a, b) => a.year - b.year)
    .map((p) => ({
      year: p.year,
      value: drawable(p.value),
      text: withUnit(typeof p.value === 'number' ? rounded(p.value, many) : p.value, target.unit),
      simulated: p.simulated === true,
    }))
}

/** The fan from the last value to the year of the target; undefined where there is no forecast or it is already due. */
export function fanOf(target: Target): Fan | undefined {
  const f = target.forecast
  const last = dotsOf(target).at(-1)
  if (
    !f ||
    f.refused ||
    f.expected === undefined ||
    f.low === undefined ||
    f.high === undefined ||
    !last ||
    last.value === null ||
    last.year >= target.by
  )
    return undefined
  return { from: { year: last.year, value: last.value }, by: target.by, expected: f.expected, low: f.low, high: f.high }
}

/** What is demanded, as lines to draw: one, or both ends of a range. */
export function demandLines(target: Target): Line[] {
  const bounds = Array.isArray(target.limit) ? target.limit : [target.limit]
  return bounds.flatMap((bound, i) => {
    const value = drawable(bound)
    return value === null ? [] : [{ value, year: target.by, text: i === 0 ? `${target.by} ${spaced(words(target.words))}` : '' }]
  })
}

type Say = (key: string, given: Record<string, unknown>) => string

/** How far a target is away: what is missing to it, or by how much it is passed; null where that isn't known. */
export function distanceWords(target: Target, t: Say): string | null {
  if (target.distance === null) return null
  const amount = localised(withUnit(rounded(Math.abs(target.distance), many), target.distance_unit))
  return target.distance > 0 ? t('plans.short', { amount }) : t('plans.over', { amount })
}
