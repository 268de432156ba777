import type { Colours } from './colours'

export interface Dot {
  year: number
  value: number | null
  text: string
  simulated?: boolean
}
export interface Line {
  value: number
  year?: number // by when
  text: string
}
export interface Fan {
  from: { year: number; value: number }
  by: number
  expected: number
  low: number
  high: number
}

/** Every year from the first to the last that is drawn, so that a gap is as wide as it was long. */
const years = (dots: Dot[], lines: Line[], fan?: Fan) => {
  const all = [...dots.map((d) => d.year), ...lines.flatMap((l) => l.year ?? []), ...(fan ? [fan.from.year, fan.by] : [])]
  const [first, last] = [Math.min(...all), Math.max(...all)]
  return Array.from({ length: last - first + 1 }, (_x, i) => first + i)
}

/** The step of an axis with about five: 1, 2 or 5 times a power of ten. */
function niceStep(span: number): number {
  const raw = span / 5 || 1
  const power = 10 ** Math.floor(Math.log10(raw))
  return power * ([1, 2, 5, 10].find((n) => n * power >= raw * 0.8) ?? 10)
}

/** Ends and step of an axis that hold everything drawn with some air: from zero where the values come near it, never past 100 % for a rate. */
export function bounds(values: number[], rate: boolean): { min: number; max: number; interval: number } {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const air = (high - low || Math.abs(high) || 1) * 0.15
  const fromZero = low >= 0 && low - air < (high - low) * 0.35
  const interval = niceStep(high + air - (fromZero ? 0 : low - air))
  const tidy = (x: number) => Number(x.toPrecision(12))
  const min = fromZero ? 0 : Math.floor((low - air) / interval) * interval
  const max = Math.ceil((high + air) / interval) * interval
  return { min: tidy(min), max: tidy(rate && high <= 100 ? Math.min(100, max) : max), interval: tidy(interval) }
}

function axes(c: Colours, labels: number[], range: object) {
  return {
    grid: { left: 8, right: 76, top: 22, bottom: 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: labels.map(String),
      boundaryGap: true,
      axisLine: { lineStyle: { color: c.secondary } },
      axisTick: { show: false },
      axisLabel: { color: c.ink },
    },
    yAxis: {
      type: 'value',
      ...range,
      splitLine: { lineStyle: { color: c.hairline } },
      axisLabel: { color: c.secondary, hideOverlap: true, formatter: String },
    },
  }
}

const targetMark = (c: Colours, lines: Line[]) => ({
  silent: true,
  z: 1,
  symbol: 'none',
  lineStyle: { color: c.ink, width: 1, type: 'solid' },
  label: {
    color: c.ink,
    position: 'end',
    formatter: (p: { data: { name: string } }) => p.data.name,
    width: 72,
    overflow: 'break',
    textBorderWidth: 0,
  },
  data: lines.map((line) => ({ yAxis: line.value, name: line.text })),
})

const drawn = (dots: Dot[], targets: Line[], fan?: Fan) => [
  ...dots.flatMap((d) => (d.value === null ? [] : [d.value])),
  ...targets.map((l) => l.value),
  ...(fan ? [fan.low, fan.high, fan.expected] : []),
]

/** Whether the axis of a course begins at zero; where it doesn't, the chart has to say so. */
export const beginsAtZero = (dots: Dot[], targets: Line[], rate: boolean, fan?: Fan) => bounds(drawn(dots, targets, fan), rate).min === 0

/** A value over the years: dots (hollow where simulated), labels when ten or fewer, targets as thin lines, a fan to what is expected. */
export function courseOption(c: Colours, dots: Dot[], targets: Line[], rate: boolean, fan?: Fan): object {
  const labels = years(dots, targets, fan)
  const at = (year: number) => dots.find((d) => d.year === year)
  const label = { show: dots.length <= 10, position: 'top', color: c.ink, textBorderColor: c.paper, textBorderWidth: 3 }
  const line = {
    type: 'line',
    z: 3,
    data: labels.map((year) => {
      const dot = at(year)
      if (!dot || dot.value === null) return null
      return {
        value: dot.value,
        label: { ...label, formatter: dot.text },
        itemStyle: dot.simulated ? { color: c.paper, borderColor: c.accent, borderWidth: 2 } : { color: c.accent },
      }
    }),
    connectNulls: false,
    symbol: 'circle',
    symbolSize: 8,
    lineStyle: { color: c.accent, width: 2 },
    markLine: targetMark(c, targets),
  }
  return {
    ...axes(c, labels, bounds(drawn(dots, targets, fan), rate)),
    tooltip: {
      trigger: 'item',
      backgroundColor: c.paper,
      borderColor: c.edge,
      textStyle: { color: c.ink },
      formatter: (p: { name: string; dataIndex: number }) => `${p.name}　${at(labels[p.dataIndex]!)?.text ?? ''}`,
    },
    series: [...(fan ? fanSeries(c, labels, fan) : []), line],
  }
}

function fanSeries(c: Colours, labels: number[], fan: Fan): object[] {
  const span = fan.by - fan.from.year || 1
  const along = (end: number) =>
    labels.map((y) => (y < fan.from.year || y > fan.by ? null : fan.from.value + ((end - fan.from.value) * (y - fan.from.year)) / span))
  const low = along(fan.low)
  const high = along(fan.high)
  const quiet = { type: 'line', symbol: 'none', silent: true, tooltip: { show: false } }
  return [
    { ...quiet, stack: 'band', stackStrategy: 'all', data: low, lineStyle: { opacity: 0 } },
    {
      ...quiet,
      stack: 'band',
      stackStrategy: 'all',
      data: low.map((l, i) => (l === null ? null : high[i]! - l)),
      lineStyle: { opacity: 0 },
      areaStyle: { color: c.accent, opacity: 0.16 },
    },
    { ...quiet, data: along(fan.expected), lineStyle: { color: c.accent, width: 2, type: 'dashed' } },
  ]
}

export interface Ranked {
  title: string
  value: number
  text: string
  low: number | null
  high: number | null
}

/** Towns by value: bars from zero, or points with whiskers where there are intervals (then the axis need not begin at zero). */
export function rankingOption(c: Colours, rows: Ranked[], rate: boolean): object {
  const hasIntervals = rows.some((r) => r.low !== null && r.high !== null)
  const all = rows.flatMap((r) => [r.value, ...(r.low !== null ? [r.low] : []), ...(r.high !== null ? [r.high] : [])])
  const range = hasIntervals ? bounds(all, rate) : bounds([0, ...all], rate)
  const whisker = (_params: unknown, api: { value(i: number): number; coord(p: number[]): number[] }) => {
    const [x0, y] = api.coord([api.value(1), api.value(0)]) as [number, number]
    const x1 = api.coord([api.value(2), api.value(0)])[0]!
    return { type: 'line', shape: { x1: x0, y1: y, x2: x1, y2: y }, style: { stroke: c.accent, lineWidth: 2, opacity: 0.5 } }
  }
  const names = { type: 'category', inverse: true, axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: c.ink, interval: 0 } }
  const main = hasIntervals
    ? { type: 'line', lineStyle: { opacity: 0 }, symbol: 'circle', symbolSize: 9, itemStyle: { color: c.accent } }
    : { type: 'bar', barMaxWidth: 16, itemStyle: { color: c.accent } }
  return {
    grid: { left: 8, right: 8, top: 4, bottom: 4, containLabel: true },
    yAxis: [
      { ...names, data: rows.map((r) => r.title) },
      { ...names, position: 'right', data: rows.map((r) => r.text) },
    ],
    xAxis: {
      type: 'value',
      ...range,
      splitLine: { lineStyle: { color: c.hairline } },
      axisLabel: { color: c.secondary, hideOverlap: true, formatter: String },
    },
    series: [
      ...(hasIntervals
        ? [{ type: 'custom', renderItem: whisker, silent: true, data: rows.map((r, i) => [i, r.low ?? r.value, r.high ?? r.value]) }]
        : []),
      { ...main, silent: true, data: rows.map((r, i) => (hasIntervals ? [r.value, i] : r.value)) },
    ],
  }
}
