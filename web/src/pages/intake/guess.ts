import type { DatasetItem } from '@/api/types'

/** What people add to a form's name when they save it: dates, numbers, "(1)", 终稿. */
const kTail = /(?:[\s_\-—.（()）]|\d|年|月|日|季度|上半年|下半年|终稿|定稿|最终版?|副本|改|copy|final|v)+$/iu

const bare = (text: string) =>
  text
    .trim()
    .toLowerCase()
    .replace(/[\s_\-—·]+/gu, '')

/** The dataset that a file or sheet is named after: by id or a title, whatever date or number follows. Undefined where none or several fit. */
export function datasetNamed(name: string, datasets: DatasetItem[]): string | undefined {
  const stem = name.replace(/\.[a-z0-9]{1,6}$/iu, '')
  for (const candidate of [stem, stem.replace(kTail, '')]) {
    const wanted = bare(candidate)
    if (!wanted) continue
    const fits = datasets.filter((d) => [d.id, d.title.zh, d.title.en].some((n) => bare(n) === wanted))
    if (fits.length === 1) return fits[0]!.id
    if (fits.length > 1) return undefined
  }
  return undefined
}
