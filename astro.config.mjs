// For editors and `astro check` alone: `src/build/build-site.ts` configures builds.
import { defineConfig } from 'astro/config';

export default defineConfig({ srcDir: './src/site', cacheDir: './.opsbook/cache/astro' });
