import type { Area, AreaValue, Indicator } from '@/api/types'
import { decimalIn, drawable } from '@/text/numbers'
import { words } from '@/words'

/** What one town has of an indicator, wherever it comes from; `number` null where it is missing. */
export interface TownValue {
  id: string
  title: string
  tile: { column: number; row: number } | null
  number: number | null
  text: string
  year: number | null
  low: number | null
  high: number | null
  numerator: string | null
  denominator: string | null
}

/** Values of the whole district, by year. */
export const ofDistrict = (indicator: Indicator, areas: Area[]) =>
  indicator.values.filter((v) => !areaOf(v.area_id, v.area, areas)).sort((a, b) => a.year - b.year)

const areaOf = (id: string | null | undefined, title: string, areas: Area[]) => areas.find((a) => (id ? a.id === id : a.title.zh === title))

/** Every town, with the value of the cube where there is one, else the last that was reported. Empty where no town has any. */
export function ofTowns(indicator: Indicator, areas: Area[]): TownValue[] {
  const towns = areas.map((area): TownValue => {
    const given = indicator.areas?.find((a) => a.area === area.id)
    return given ? fromCube(area, given, indicator) : fromReports(area, indicator, areas)
  })
  return towns.some((t) => t.number !== null) ? towns : []
}

function fromCube(area: Area, given: AreaValue, indicator: Indicator): TownValue {
  const text = given.value === null ? '' : (given.text ?? given.value + indicator.unit)
  return {
    id: area.id,
    title: words(area.title),
    tile: area.tile,
    number: drawable(given.value),
    text,
    year: given.year ?? null,
    low: drawable(given.low),
    high: drawable(given.high),
    numerator: given.numerator ?? null,
    denominator: given.denominator ?? null,
  }
}

function fromReports(area: Area, indicator: Indicator, areas: Area[]): TownValue {
  const last = indicator.values.filter((v) => areaOf(v.area_id, v.area, areas) === area).sort((a, b) => b.year - a.year)[0]
  return {
    id: area.id,
    title: words(area.title),
    tile: area.tile,
    number: drawable(last?.number ?? decimalIn(last?.value)),
    text: last?.value ?? '',
    year: last?.year ?? null,
    low: null,
    high: null,
    numerator: last?.numerator ?? null,
    denominator: last?.denominator ?? null,
  }
}

/** Best first where the direction is known, else the largest first. Towns without a value are not ranked. */
export function ranked(towns: TownValue[], better: string | undefined): TownValue[] {
  const sign = better === 'less' ? 1 : -1
  return towns.filter((t) => t.number !== null).sort((a, b) => sign * (a.number! - b.number!))
}
