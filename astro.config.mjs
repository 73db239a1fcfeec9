// What every build and dev server of the portal shares; `scripts/` adds the content.
import { defineConfig } from 'astro/config';

export default defineConfig({
  srcDir: './src/site',
  publicDir: './src/site/public',
  cacheDir: './.opsbook/cache/astro',
  output: 'static',
  trailingSlash: 'always',
  compressHTML: true,
  build: { format: 'directory', concurrency: 1, inlineStylesheets: 'never', assets: '_astro' },
  devToolbar: { enabled: false },
  server: { host: '127.0.0.1' },
  vite: { build: { assetsInlineLimit: 0, modulePreload: { polyfill: false } } },
});
