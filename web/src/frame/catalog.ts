import { shallowRef, watch, type ShallowRef } from 'vue'
import { ApiError, getOnce } from '@/api/client'
import type { Unit } from '@/api/people'
import type { District, Named, Page, PlanItem, Title } from '@/api/types'
import { words, wordsOf } from '@/words'

/** What every page needs of the catalogue: districts, and the titles of departments and domains. */
export const districts = shallowRef<District[]>([])
export const domains = shallowRef<Named[]>([])
export const departments = shallowRef<Named[]>([])
export const areas = shallowRef<Named[]>([])
/** Why these could not be read, where they could not. */
export const unreadable = shallowRef<Title>()

/** Reads them all; what went wrong is kept in `unreadable`. */
export async function readCatalog() {
  try {
    const [a, b] = await Promise.all([getOnce<Page<District>>('/districts'), getOnce<Page<Named>>('/domains?per_page=1000')])
    districts.value = a.items
    domains.value = b.items
  } catch (problem) {
    unreadable.value = problem instanceof ApiError ? problem.words : { zh: String(problem), en: String(problem) }
  }
}

/** The last year that a district has a paper of: the year whose figures are complete. Undefined where it has none. */
export const latestPaper = (id: string) => districts.value.find((d) => d.id === id)?.papers.at(-1)

/** The departments of a district, the shared ones and its own, and its towns. */
export async function readDepartments(district: string) {
  const of = district ? `district=${district}&` : ''
  const read = (path: string) => getOnce<Page<Named>>(`${path}?${of}per_page=1000`).catch(() => undefined)
  const [found, towns] = await Promise.all([read('/departments'), district ? read('/areas') : undefined])
  if (found) departments.value = found.items
  if (towns) areas.value = towns.items
}

const titleIn = (list: Named[], id: string | undefined) => (id ? words(list.find((item) => item.id === id)?.title) || id : '')
export const domainTitle = (id: string | undefined) => titleIn(domains.value, id)
export const departmentTitle = (id: string | undefined) => titleIn(departments.value, id)
export const areaTitle = (id: string | undefined) => titleIn(areas.value, id)
/** The department, town or enterprise that somebody belongs to. */
export const unitTitle = (unit: Unit | null | undefined) =>
  !unit ? '' : unit.kind === 'department' ? departmentTitle(unit.code) : unit.kind === 'town' ? areaTitle(unit.code) : unit.code
/** An owner as plans name it: in the reader's language where it is one of the departments, else as it is written there. */
export const ownerTitle = (owner: { code: string; title: string }) =>
  words(departments.value.find((d) => d.id === owner.code)?.title) || owner.title || owner.code
export const districtTitle = (id: string | undefined) => titleIn(districts.value, id)

/** The plans of a district, for their titles; empty until read. */
export function usePlans(district: () => string): { plans: ShallowRef<PlanItem[]>; planTitle: (id: string) => string } {
  const plans = shallowRef<PlanItem[]>([])
  const read = async (id: string) => {
    const answer = await getOnce<{ plans: PlanItem[] }>(`/districts/${id}/plans`).catch(() => ({ plans: [] }))
    if (district() === id) plans.value = answer.plans
  }
  watch(district, (id) => void (id && read(id)), { immediate: true })
  const planTitle = (id: string) => {
    const plan = plans.value.find((p) => p.id === id)
    return plan ? wordsOf(plan) : id
  }
  return { plans, planTitle }
}
