/** Is this a period as locks take it: 2020, 2020-H1, 2020-Q1, 2020-06? */
export const isPeriod = (text: string) => /^20\d\d(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/.test(text)

/** How a day stands to today: a day that has passed is late. Both as "2026-11-23". */
export const isPast = (day: string | undefined, today: string) => day !== undefined && day !== '' && day < today

/** When the rows of a file are of: its days, or its first and last period; empty for a register. */
export function daysOf(fields: { first_day?: string | null; last_day?: string | null; periods?: string[] }): string {
  const all = fields.periods?.length ? [...fields.periods].sort() : [fields.first_day, fields.last_day].filter(Boolean)
  const [first, last] = [all[0] ?? '', all.at(-1) ?? '']
  return first === last ? first : `${first} – ${last}`
}
