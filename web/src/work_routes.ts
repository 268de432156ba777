import type { RouteRecordRaw } from 'vue-router'

const intake = { place: 'intake', needs: ['intake.send', 'intake.read', 'intake.approve'] }
const oversight = { place: 'intake', needs: ['intake.read', 'intake.lock'] }

const writing = { place: 'paper', needs: ['paper.write'] }
const editions = { place: 'paper', needs: ['paper.draft', 'paper.freeze'] }

/** Pages for people who are signed in, and the way in. */
export const workRoutes: RouteRecordRaw[] = [
  { path: '/sign-in', name: 'sign-in', component: () => import('./pages/session/SignInPage.vue') },
  { path: '/link', name: 'link', component: () => import('./pages/session/LinkPage.vue') },
  { path: '/no-right', name: 'no-right', component: () => import('./pages/session/NoRightPage.vue') },
  { path: '/account', name: 'account', component: () => import('./pages/session/AccountPage.vue'), meta: { needs: ['account.self'] } },
  {
    path: '/d/:district/data/datasets/:id/rows',
    name: 'rows',
    component: () => import('./pages/data/RowsPage.vue'),
    meta: { place: 'data', needs: ['record.read'] },
  },
  { path: '/d/:district/chapters', name: 'chapters', component: () => import('./pages/writing/ChaptersPage.vue'), meta: writing },
  { path: '/d/:district/chapters/:id', name: 'chapter', component: () => import('./pages/writing/ChapterPage.vue'), meta: writing },
  { path: '/d/:district/editions', name: 'editions', component: () => import('./pages/writing/EditionsPage.vue'), meta: editions },
  { path: '/d/:district/editions/compare', name: 'compare', component: () => import('./pages/writing/ComparePage.vue'), meta: editions },
  {
    path: '/d/:district/comments',
    name: 'comments',
    component: () => import('./pages/paper/CommentsPage.vue'),
    meta: { place: 'paper', needs: ['paper.comment'] },
  },
  {
    path: '/d/:district/intake',
    name: 'intake',
    component: () => import('./pages/intake/IntakePage.vue'),
    meta: { place: 'intake', needs: ['intake.send'] },
  },
  { path: '/d/:district/intake/submissions', name: 'submissions', component: () => import('./pages/intake/SubmissionsPage.vue'), meta: intake },
  { path: '/d/:district/intake/submissions/:id', name: 'submission', component: () => import('./pages/intake/SubmissionPage.vue'), meta: intake },
  { path: '/d/:district/intake/batches', name: 'batches', component: () => import('./pages/intake/BatchesPage.vue'), meta: oversight },
  { path: '/d/:district/quality', name: 'quality', component: () => import('./pages/intake/QualityPage.vue'), meta: oversight },
  { path: '/d/:district/intake/locks', name: 'locks', component: () => import('./pages/intake/LocksPage.vue'), meta: oversight },
  { path: '/manage/users', name: 'users', component: () => import('./pages/manage/UsersPage.vue'), meta: { place: 'users', needs: ['user.read'] } },
  {
    path: '/manage/rights',
    name: 'rights',
    component: () => import('./pages/manage/RightsPage.vue'),
    meta: { place: 'rights', needs: ['policy.read'] },
  },
  {
    path: '/manage/journal',
    name: 'journal',
    component: () => import('./pages/manage/JournalPage.vue'),
    meta: { place: 'journal', needs: ['journal.read', 'journal.verify'] },
  },
  {
    path: '/manage/journal/:stream',
    name: 'stream',
    component: () => import('./pages/manage/StreamPage.vue'),
    meta: { place: 'journal', needs: ['journal.read'] },
  },
  {
    path: '/manage/server',
    name: 'server',
    component: () => import('./pages/manage/ServerPage.vue'),
    meta: { place: 'server', needs: ['health.read', 'job.any'] },
  },
  { path: '/help/:role?', name: 'help', component: () => import('./pages/help/HelpPage.vue'), meta: { place: 'help' } },
]
