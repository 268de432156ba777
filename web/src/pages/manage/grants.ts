import type { Grant } from '@/api/people'

/** A grant as a form holds it: `all` or the chosen ones. */
export interface GrantForm {
  role: string
  areas: string[]
  allAreas: boolean
  domains: string[]
  allDomains: boolean
}
export const formOf = (grant: Grant): GrantForm => ({
  role: grant.role,
  allAreas: grant.areas.includes('*'),
  areas: grant.areas.filter((a) => a !== '*'),
  allDomains: grant.domains.includes('*'),
  domains: grant.domains.filter((d) => d !== '*'),
})
export const newGrant = (): GrantForm => ({ role: '', allAreas: true, areas: [], allDomains: true, domains: [] })

/** What is sent: only whole grants; nothing chosen is not everything. */
export const grantsOf = (forms: GrantForm[]): Grant[] =>
  forms.map((f) => ({ role: f.role, areas: f.allAreas ? ['*'] : [...f.areas], domains: f.allDomains ? ['*'] : [...f.domains] }))
export const isWhole = (form: GrantForm) =>
  form.role !== '' && (form.allAreas || form.areas.length > 0) && (form.allDomains || form.domains.length > 0)
