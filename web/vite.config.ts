import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'
import { themePlugin } from './build/theme_plugin'

const platform = process.env['ZHIHENG_API'] ?? 'http://127.0.0.1:8080'
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [
    vue(),
    // Only the parts of Element Plus that a template names get into the bundle, each with its own styles.
    Components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
    themePlugin(here('../catalog/theme.yaml')),
  ],
  resolve: { alias: { '@': here('./src') } },
  define: { __VUE_OPTIONS_API__: true, __INTLIFY_JIT_COMPILATION__: true, __INTLIFY_DROP_MESSAGE_COMPILER__: false },
  build: {
    outDir: here('../.build/web'),
    emptyOutDir: true,
    assetsInlineLimit: 0, // the server's content policy allows scripts and fonts from itself only
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  // The server takes writes only from its own pages, so the address that they come from is put in its place.
  server: { proxy: { '/api': { target: platform, changeOrigin: true, headers: { origin: platform } } } },
  test: { include: ['src/**/*.test.ts', 'build/**/*.test.ts'], environment: 'node' },
})
