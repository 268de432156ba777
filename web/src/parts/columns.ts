import type { Numeric } from '@/text/numbers'

/** A column of a list: how it is headed, what its cell says, whether it sorts. */
export interface ListColumn<T> {
  id: string
  title: string
  unit?: string
  number?: boolean
  sort?: boolean
  key?: boolean // what a card on a phone shows beside its title
  hidden?: boolean // until someone chooses it
  text: (row: T) => Numeric
}

/** Rows in the order of `sort` ("field" or "-field"): numbers by size, texts in the reader's language, missing last. */
export function sorted<T>(rows: T[], columns: ListColumn<T>[], sort: string, locale: string): T[] {
  const id = sort.replace(/^-/, '')
  const column = columns.find((c) => c.id === id)
  if (!column) return rows
  const sign = sort.startsWith('-') ? -1 : 1
  const words = new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en', { numeric: true })
  const key = (row: T) => column.text(row)
  const absent = (value: Numeric) => value === null || value === undefined || value === ''
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)]
    if (absent(x) || absent(y)) return absent(x) ? (absent(y) ? 0 : 1) : -1
    return sign * (column.number ? Number(x) - Number(y) : words.compare(String(x), String(y)))
  })
}
