import type { Glance, Overview } from '@/api/types'

/**
 * The at most `room` numbers of a wall screen: those with a target and a value first, those that changed next; one of each domain before
 * a second of any.
 */
export function wallNumbers(overview: Overview, room = 8): (Glance & { domain: string })[] {
  const rank = (g: Glance) => (g.target ? 0 : 2) + (g.change ? 0 : 1)
  const rows = overview.domains.map((domain) =>
    domain.indicators
      .filter((g) => g.value?.value !== null && g.value !== null)
      .map((g, place) => ({ g: { ...g, domain: domain.id }, place }))
      .sort((a, b) => rank(a.g) - rank(b.g) || a.place - b.place)
      .map((x) => x.g),
  )
  const chosen: (Glance & { domain: string })[] = []
  for (let round = 0; chosen.length < room && rows.some((row) => row.length > round); round++) {
    const next = rows.flatMap((row) => (row[round] ? [row[round]!] : [])).sort((a, b) => rank(a) - rank(b))
    chosen.push(...next.slice(0, room - chosen.length))
  }
  return chosen
}
