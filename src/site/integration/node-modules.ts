/**
 * What pages of a build use of this package, and Node can load itself, stays out of their bundle:
 * they share those modules with the process that renders them, and each finds its dependencies from
 * where it lies, in whatever layout a package manager has installed them.
 */
import { dirname, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ViteUserConfig } from 'astro';

/** The folder of this package, and the one in it that is Astro's. */
interface Folders {
  readonly root: string;
  readonly site: string;
}

/** A Vite plugin. */
export function nodeModules({
  root,
  site,
}: Folders): NonNullable<ViteUserConfig['plugins']>[number] {
  const isBelow = (folder: string, path: string) => path.startsWith(folder + sep);
  return {
    name: 'opsbook:node-modules',
    apply: 'build',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === PRERENDER,
    // The bundle lies where none of its dependencies can be found.
    config: () => ({ environments: { [PRERENDER]: { resolve: { noExternal: true } } } }),
    resolveId(id, importer) {
      if (!id.startsWith('.') || !importer || !isBelow(site, importer)) return undefined;
      const path = resolve(dirname(importer), id);
      const isOfNode = /\.[jt]s$/.test(path) && isBelow(root, path) && !isBelow(site, path);
      return isOfNode ? { id: pathToFileURL(path).href, external: true } : undefined;
    },
  };
}

/** How Astro calls the environment that renders pages ahead. */
const PRERENDER = 'prerender';
