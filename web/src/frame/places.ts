import type { RouteLocationRaw } from 'vue-router'

export interface Place {
  id: string
  key: string // pressed after g
  group: 'see' | 'do' | 'check' | 'report'
  to: (district: string) => RouteLocationRaw
  icon: string // path of a 24 × 24 drawing in strokes
}

const inDistrict = (name: string) => (district: string) => ({ name, params: { district } })

/** The places on the left, in the order of an official's questions: what is the matter, what is to be done, is it right, where is the data. */
export const places: Place[] = [
  { id: 'overview', key: 'o', group: 'see', to: inDistrict('overview'), icon: 'M4 13a8 8 0 1 1 16 0M12 13l4-4M4 17h16' },
  { id: 'indicators', key: 'i', group: 'see', to: inDistrict('indicators'), icon: 'M4 19V5M4 19h16M8 15l4-5 3 3 5-7' },
  { id: 'paper', key: 'w', group: 'see', to: inDistrict('paper'), icon: 'M6 3h9l4 4v14H6zM9 11h7M9 15h7M9 7h3' },
  { id: 'plans', key: 'p', group: 'do', to: inDistrict('plans'), icon: 'M12 21a9 9 0 1 1 9-9M12 16a4 4 0 1 1 4-4M12 12l8-8M17 4h3v3' },
  { id: 'tasks', key: 't', group: 'do', to: inDistrict('tasks'), icon: 'M4 6l2 2 3-4M4 17l2 2 3-4M12 6h8M12 17h8' },
  {
    id: 'audit',
    key: 'a',
    group: 'check',
    to: () => ({ name: 'audit' }),
    icon: 'M10.5 17a6.5 6.5 0 1 1 0-13 6.5 6.5 0 0 1 0 13zM15.5 15.5L21 21M8 10.5l2 2 3-4',
  },
  {
    id: 'data',
    key: 'd',
    group: 'report',
    to: inDistrict('data'),
    icon: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  },
]
