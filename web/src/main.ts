import 'virtual:theme.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { readCatalog } from './frame/catalog'
import { startSettings } from './frame/settings'
import { sweepDrafts } from './session/drafts'
import { startSession } from './session/session'
import { router } from './router'
import { i18n } from './words'

startSettings()
// Pages name districts, departments and domains, and show what the person who looks may do, so these come first; without a server
// the frame says so itself.
sweepDrafts()
void Promise.all([readCatalog(), startSession()]).then(() => createApp(App).use(i18n).use(router).mount('#app'))
