import { shallowRef } from 'vue'
import { getOnce } from '@/api/client'
import type { District, Named, Page } from '@/api/types'
import { words } from '@/words'

/** What every page needs of the catalogue: districts, and the titles of departments and domains. */
export const districts = shallowRef<District[]>([])
export const domains = shallowRef<Named[]>([])
export const departments = shallowRef<Named[]>([])

export async function readCatalog() {
  const [a, b, c] = await Promise.all([
    getOnce<Page<District>>('/districts'),
    getOnce<Page<Named>>('/domains'),
    getOnce<Page<Named>>('/departments'),
  ])
  districts.value = a.items
  domains.value = b.items
  departments.value = c.items
}

const titleIn = (list: Named[], id: string | undefined) => (id ? words(list.find((item) => item.id === id)?.title) || id : '')
export const domainTitle = (id: string | undefined) => titleIn(domains.value, id)
export const departmentTitle = (id: string | undefined) => titleIn(departments.value, id)
export const districtTitle = (id: string | undefined) => titleIn(districts.value, id)
