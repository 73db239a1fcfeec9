/** Renders the pages of a portal with Astro, in this process. */
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AstroInlineConfig } from 'astro';
import type { Portal } from '../portal/compile-portal.ts';
import { ownedNames, ownName } from './owned-names.ts';
import { PACKAGE_ROOT } from './package-root.ts';

// Astro reads this when it is loaded, which is therefore left to `loadAstro`.
process.env.ASTRO_TELEMETRY_DISABLED = '1';

/** Below this package, whose dependencies what is bundled there still imports. */
const CACHE = join(PACKAGE_ROOT, '.opsbook', 'cache');

/** Writes every page of `portal` into the folder `out`, and leaves alone what else is there. */
export async function buildSite(portal: Portal, contentRoot: string, out: string): Promise<void> {
  const { build, portalIntegration } = await loadAstro();
  const config = siteConfig(contentRoot);
  const scratch = join(CACHE, ownName('scratch'));
  clearScratch();
  mkdirSync(scratch, { recursive: true });
  mkdirSync(out, { recursive: true });
  // Astro moves its stylesheets by rename, which does not lead to another file system.
  const isElsewhere = statSync(scratch).dev !== statSync(out).dev;
  const outDir = isElsewhere ? join(scratch, 'pages') : out;
  try {
    await build({
      ...config,
      outDir,
      build: { server: join(scratch, 'bundle') },
      vite: { build: { emptyOutDir: false } },
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

/** What `astro.config.mjs` cannot know. Every content root has a cache of its own. */
export function siteConfig(contentRoot: string) {
  const key = createHash('sha256').update(contentRoot).digest('hex').slice(0, 12);
  return {
    root: PACKAGE_ROOT,
    cacheDir: join(CACHE, key),
    logLevel: 'warn',
  } satisfies AstroInlineConfig;
}

/** Removes what killed builds, of whatever content, left. */
function clearScratch(): void {
  for (const { part, path, isAlive } of ownedNames(CACHE)) {
    if (part === 'scratch' && !isAlive) rmSync(path, { recursive: true, force: true });
  }
}
