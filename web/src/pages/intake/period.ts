/** Is this a period as locks take it: 2020, 2020-H1, 2020-Q1, 2020-06? */
export const isPeriod = (text: string) => /^20\d\d(?:-(?:H[12]|Q[1-4]|0[1-9]|1[0-2]))?$/.test(text)

/** How a day stands to today: a day that has passed is late. Both as "2026-11-23". */
export const isPast = (day: string | undefined, today: string) => day !== undefined && day !== '' && day < today
