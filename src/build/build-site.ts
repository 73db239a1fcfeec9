/** Renders the pages of a portal with Astro, in this process. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AstroInlineConfig } from 'astro';
import type { Portal } from '../portal/compile-portal.ts';
import { makeIgnoredFolder } from '../source/ignored-folder.ts';
import { ownedNames, ownName } from './owned-names.ts';

// Astro reads these when it is loaded, which is therefore left to `loadAstro`.
process.env.ASTRO_TELEMETRY_DISABLED = '1';
process.env.ASTRO_DISABLE_UPDATE_CHECK = 'true';

export interface SitePlaces {
  /** The content folder. */
  readonly root: string;
  /** The caches of all builds of the folder one works in. */
  readonly cache: string;
  readonly out: string;
}

/** Writes every page of `portal` into the folder `out`, and leaves alone what else is there. */
export async function buildSite(portal: Portal, { root, cache, out }: SitePlaces): Promise<void> {
  const { build, portalIntegration } = await loadAstro();
  const config = siteConfig(root, cache);
  const scratch = join(cache, ownName('scratch'));
  clearScratch(cache);
  mkdirSync(scratch, { recursive: true });
  mkdirSync(out, { recursive: true });
  // Astro moves its stylesheets by rename, which does not lead to another file system.
  const isElsewhere = statSync(scratch).dev !== statSync(out).dev;
  const outDir = isElsewhere ? join(scratch, 'pages') : out;
  try {
    await build({
      ...config,
      outDir,
      build: { ...config.build, server: join(scratch, 'bundle') },
      integrations: [portalIntegration({ portal })],
    });
    if (isElsewhere) cpSync(outDir, out, { recursive: true });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

export async function loadAstro() {
  const [{ build, dev }, { portalIntegration }] = await Promise.all([
    import('astro'),
    import('../site/integration/integration.ts'),
  ]);
  return { build, dev, portalIntegration };
}

/**
 * What every build and dev server shares; it makes the folder of the caches. Astro writes types
 * below the folder that it starts in, and is led to the site by its integration: every content root
 * has a cache of its own, and this package is never written to.
 */
export function siteConfig(contentRoot: string, cache: string) {
  const key = createHash('sha256').update(contentRoot).digest('hex').slice(0, 12);
  const own = join(cache, key);
  makeIgnoredFolder(dirname(cache));
  mkdirSync(own, { recursive: true });
  return {
    root: own,
    cacheDir: own,
    configFile: false,
    logLevel: 'warn',
    output: 'static',
    trailingSlash: 'always',
    compressHTML: true,
    build: { format: 'directory', concurrency: 1, inlineStylesheets: 'never', assets: '_astro' },
    devToolbar: { enabled: false },
    vite: {
      cacheDir: join(own, 'vite'),
      build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, emptyOutDir: false },
    },
  } satisfies AstroInlineConfig;
}

/** Removes what killed builds, of whatever content, left. */
function clearScratch(cache: string): void {
  for (const { part, path, isAlive } of ownedNames(cache)) {
    if (part === 'scratch' && !isAlive) rmSync(path, { recursive: true, force: true });
  }
}
