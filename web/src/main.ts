import 'virtual:theme.css'
import './styles/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { readCatalog } from './frame/catalog'
import { startSettings } from './frame/settings'
import { router } from './router'
import { i18n } from './words'

startSettings()
// Pages name districts, departments and domains, so these come first; without a server the frame says so itself.
void readCatalog().then(() => createApp(App).use(i18n).use(router).mount('#app'))
