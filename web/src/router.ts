import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { districts } from './frame/catalog'
import { lastDistrict } from './frame/settings'
import { can, mustAddSecondFactor, signedIn } from './session/session'
import { workRoutes } from './work_routes'

/** Where `/` leads: the district looked at last, or the first one. */
function home() {
  const ids = districts.value.map((district) => district.id)
  const last = lastDistrict()
  return { name: 'overview', params: { district: last && ids.includes(last) ? last : (ids[0] ?? 'none') } }
}

/** `meta.place` is the place on the left that the page belongs to; `meta.bare` pages stand without the frame. */
const routes: RouteRecordRaw[] = [
  { path: '/', name: 'home', redirect: home },
  { path: '/audit/:job?', name: 'audit', component: () => import('./pages/audit/AuditPage.vue'), meta: { place: 'audit' } },
  { path: '/about', name: 'about', component: () => import('./pages/about/AboutPage.vue'), meta: { place: 'about' } },
  { path: '/d/:district/overview', name: 'overview', component: () => import('./pages/overview/OverviewPage.vue'), meta: { place: 'overview' } },
  { path: '/d/:district/wall', name: 'wall', component: () => import('./pages/overview/WallPage.vue'), meta: { place: 'overview', bare: true } },
  {
    path: '/d/:district/indicators',
    name: 'indicators',
    component: () => import('./pages/indicators/IndicatorsPage.vue'),
    meta: { place: 'indicators' },
  },
  {
    path: '/d/:district/indicators/:id',
    name: 'indicator',
    component: () => import('./pages/indicators/IndicatorPage.vue'),
    meta: { place: 'indicators' },
  },
  { path: '/d/:district/plans', name: 'plans', component: () => import('./pages/plans/PlansPage.vue'), meta: { place: 'plans' } },
  { path: '/d/:district/plans/:plan', name: 'plan', component: () => import('./pages/plans/PlanPage.vue'), meta: { place: 'plans' } },
  {
    path: '/d/:district/plans/:plan/targets/:target',
    name: 'target',
    component: () => import('./pages/plans/TargetPage.vue'),
    meta: { place: 'plans' },
  },
  { path: '/d/:district/tasks', name: 'tasks', component: () => import('./pages/tasks/TasksPage.vue'), meta: { place: 'tasks' } },
  { path: '/d/:district/paper/:chapter?', name: 'paper', component: () => import('./pages/paper/PaperPage.vue'), meta: { place: 'paper' } },
  { path: '/d/:district/data', name: 'data', component: () => import('./pages/data/DataPage.vue'), meta: { place: 'data' } },
  { path: '/d/:district/data/datasets/:id', name: 'dataset', component: () => import('./pages/data/DatasetPage.vue'), meta: { place: 'data' } },
  { path: '/d/:district/data/cubes/:id', name: 'cube', component: () => import('./pages/data/CubePage.vue'), meta: { place: 'data' } },
  ...workRoutes,
  { path: '/:rest(.*)*', name: 'nothing', component: () => import('./pages/about/NotFoundPage.vue') },
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior(to, from, saved) {
    if (saved) return saved
    if (to.hash && to.name !== 'link') return { el: to.hash, top: 64 }
    return to.path === from.path ? false : { top: 0 }
  },
})

const open = ['account', 'sign-in', 'link', 'about', 'help']

/**
 * `meta.needs` names capabilities of which one is needed: without it the page is not opened. Somebody who has it and loses the session
 * keeps the page; its next request asks to sign in.
 */
router.beforeEach((to) => {
  if (mustAddSecondFactor.value && !open.includes(String(to.name))) return { name: 'account' }
  const needs = (to.meta['needs'] as string[] | undefined) ?? []
  if (!needs.length || needs.some((capability) => can(capability))) return true
  return signedIn.value ? { name: 'no-right', query: { needs: needs.join(', ') } } : { name: 'sign-in', query: { to: to.fullPath } }
})
