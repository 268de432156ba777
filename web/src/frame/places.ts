import { computed } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { can, home } from '@/session/session'

export interface Place {
  id: string
  key: string // pressed after g
  group: 'see' | 'do' | 'check' | 'report' | 'manage'
  to: (district: string) => RouteLocationRaw
  needs?: string[] // any of these capabilities; left out: for everybody
  icon: string // path of a 24 × 24 drawing in strokes
}

const inDistrict = (name: string) => (district: string) => ({ name, params: { district } })

/** The places on the left, in the order of an official's questions: what is the matter, what is to be done, is it right, where is the data. */
const all: Place[] = [
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
    id: 'intake',
    key: 'r',
    group: 'report',
    to: () => ({ name: can('intake.send') ? 'intake' : 'submissions', params: { district: home.value } }),
    needs: ['intake.send', 'intake.read', 'intake.approve'],
    icon: 'M12 15V4M8 8l4-4 4 4M4 14v6h16v-6',
  },
  {
    id: 'data',
    key: 'd',
    group: 'report',
    to: inDistrict('data'),
    icon: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
  },
  {
    id: 'users',
    key: 'u',
    group: 'manage',
    to: () => ({ name: 'users' }),
    needs: ['user.read'],
    icon: 'M9 11a4 4 0 1 1 0-8 4 4 0 0 1 0 8zM2 20c.6-3.5 3.3-5.3 7-5.3s6.4 1.8 7 5.3M16 4a4 4 0 0 1 0 7.5M18 15c2.3.700 3.7 2.4 4 5',
  },
  {
    id: 'rights',
    key: 'q',
    group: 'manage',
    to: () => ({ name: 'rights' }),
    needs: ['policy.read'],
    icon: 'M12 3l8 3v6c0 5-3.5 8-8 9-4.5-1-8-4-8-9V6zM8.5 12l2.5 2.5 4.5-5',
  },
  {
    id: 'journal',
    key: 'j',
    group: 'manage',
    to: () => ({ name: 'journal' }),
    needs: ['journal.read', 'journal.verify'],
    icon: 'M5 4h12a2 2 0 0 1 2 2v14H7a2 2 0 0 1-2-2zM5 18a2 2 0 0 1 2-2h12M9 8h6M9 11h6',
  },
  {
    id: 'server',
    key: 'v',
    group: 'manage',
    to: () => ({ name: 'server' }),
    needs: ['health.read', 'job.any'],
    icon: 'M4 5h16v6H4zM4 13h16v6H4zM7.5 8h.01M7.5 16h.01',
  },
]

/** Those that the person who looks may go to. */
export const places = computed(() => all.filter((place) => !place.needs || place.needs.some((capability) => can(capability))))
