/**
 * The one place where numbers become text. A number comes from the server as an exact decimal in text and is never turned into a
 * float here: only grouped with its unit. Missing is a dash; zero is 0.
 */
const kThinSpace = '\u2009'
export const kMissing = '—'

export type Numeric = string | number | null | undefined

const isMissing = (value: Numeric): value is null | undefined | '' => value === null || value === undefined || value === ''

/** "98.62" and "%" → "98.62%"; "2800" and "家" → "2800 家" with a thin space. Signs are real minus signs. */
export function withUnit(value: Numeric, unit: string): string {
  if (isMissing(value)) return kMissing
  const digits = String(value).replace(/^-/, '−')
  if (!unit) return digits
  return unit === '%' || unit === '‰' ? digits + unit : digits + kThinSpace + unit
}

/** Printed text of the server ("2800家", "0.2个百分点") with the thin space that its parts need. Anything else stays as it is. */
export function spaced(text: string | null | undefined): string {
  if (!text) return kMissing
  const parts = /^([+\-−≥≤<>~约 ]*)(\d[\d.]*)\s*([^\d\s.,–—-].*)?$/u.exec(text)
  if (!parts) return text
  const [, sign = '', digits = '', unit = ''] = parts
  return sign.replace('-', '−') + withUnit(digits, unit)
}

/** The decimal in a printed text, or null: "2800家" → "2800", "-0.2个百分点" → "-0.2", "—" → null. */
export function decimalIn(text: string | null | undefined): string | null {
  const found = /[-−]?\d+(?:\.\d+)?/.exec(text ?? '')
  return found ? found[0].replace('−', '-') : null
}

/** For drawing only: a float, or null where the value is missing. */
export function drawable(value: Numeric): number | null {
  if (isMissing(value)) return null
  const number = Number(value)
  return Number.isFinite(number) ? number : null
}

/** Trailing zeros and needless decimals go: "7163.000000" → "7163", "0.50" → "0.5". */
export function trimmed(value: Numeric): string {
  if (isMissing(value)) return kMissing
  const text = String(value)
  return text.includes('.') ? text.replace(/0+$/, '').replace(/\.$/, '') : text
}

/** numerator / denominator in percent, rounded half up from the whole numbers themselves: 7263 of 7342 → "98.92%". */
export function share(numerator: number | string, denominator: number | string, decimals = 1): string {
  const [n, d] = [BigInt(numerator), BigInt(denominator)]
  if (d === 0n) return kMissing
  const scale = 10n ** BigInt(decimals)
  const scaled = (n * 200n * scale + d) / (2n * d)
  const rest = (scaled % scale).toString().padStart(decimals, '0')
  return `${scaled / scale}${decimals ? '.' + rest : ''}%`
}

/** A float of a forecast or a chart, with at most `decimals`. */
export function rounded(value: number, decimals: number): string {
  return trimmed(value.toFixed(decimals)).replace(/^-0$/, '0')
}

/** A probability in whole percents, never 0 % or 100 %: nothing that is forecast is certain. */
export function chance(probability: number): string {
  const percent = Math.round(probability * 100)
  if (percent < 1) return '<1%'
  if (percent > 99) return '>99%'
  return `${percent}%`
}

/** One cell of a CSV file that a spreadsheet will open: quoted, and never taken for a formula. */
export function csvCell(value: Numeric): string {
  if (isMissing(value)) return ''
  const text = String(value)
  const isNumber = /^[-−]?\d+(\.\d+)?$/.test(text)
  const safe = !isNumber && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A CSV file with a byte-order mark, so that office programs read it as UTF-8. */
export function csvFile(head: string[], rows: Numeric[][]): string {
  return '\ufeff' + [head, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n'
}
