import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

/** The API for `npm run dev`. The built page uses the server that it came from. */
const api = process.env.API_URL ?? 'http://127.0.0.1:8000'

/** Writes `x.js.gz` beside `x.js`: the web server sends compressed files, but compresses none. */
const compressed: Plugin = {
  name: 'compressed',
  writeBundle({ dir = '.' }, bundle) {
    for (const file of Object.keys(bundle).filter((name) => /\.(js|css)$/.test(name))) {
      const path = join(dir, file)
      writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
    }
  },
}

export default defineConfig(({ command }) => ({
  base: command === 'build' ? '/static/' : '/',
  plugins: [vue(), compressed],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The API compares a request's origin with its host, so the host must not change.
  server: { proxy: { '/v1': { target: api, changeOrigin: false } } },
  build: {
    target: 'es2023',
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    chunkSizeWarningLimit: 700,
    // One file for all that the first page needs. Without this, modules that lazy pages share with it
    // would be split into several files.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'initial', tags: ['$initial'] }] } },
    },
  },
  test: { include: ['src/**/*.test.ts'] },
}))
