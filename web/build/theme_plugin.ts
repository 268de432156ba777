import type { Plugin } from 'vite'
import { readTokens, themeCss } from './theme'

/** Serves catalog/theme.yaml as `virtual:theme.css`, and its two palettes as `virtual:palettes` (for drawings made elsewhere). */
export function themePlugin(path: string): Plugin {
  return {
    name: 'zhiheng-theme',
    resolveId: (id) => (id === 'virtual:theme.css' || id === 'virtual:palettes' ? '\0' + id : undefined),
    load(id) {
      if (id !== '\0virtual:theme.css' && id !== '\0virtual:palettes') return undefined
      this.addWatchFile(path)
      const tokens = readTokens(path)
      if (id.endsWith('.css')) return themeCss(tokens)
      return `export const light = ${JSON.stringify(tokens.light)}; export const dark = ${JSON.stringify(tokens.dark)}`
    },
  }
}
