/** The modules that pages import and no file holds: the portal, and the bodies of MDX documents. */
import type { ViteUserConfig } from 'astro';
import type { Portal } from '../../portal/compile-portal.ts';
import { isRenderedAsMdx } from '../../portal/html/mdx-documents.ts';
import { currentPortal } from './portal-slot.ts';

const MDX_FOLDER = '/opsbook-mdx/';
const PORTAL_CODE = `export const portal = globalThis[Symbol.for('opsbook.portal')]();`;

/** Whether pages know the content through this module. */
export function isPortalModule(id: string): boolean {
  return id === '\0opsbook:portal' || isMadeOfContent(id);
}

/** Whether a module is other code when the content changes. */
export function isMadeOfContent(id: string | null): boolean {
  return id === '\0opsbook:mdx' || (id?.startsWith(MDX_FOLDER) ?? false);
}

/** A Vite plugin. */
export function portalModules(): NonNullable<ViteUserConfig['plugins']>[number] {
  return {
    name: 'opsbook:modules',
    enforce: 'pre',
    resolveId(id) {
      if (id === 'opsbook:portal' || id === 'opsbook:mdx') return `\0${id}`;
      return id.startsWith(MDX_FOLDER) ? id : undefined;
    },
    load(id) {
      if (id === '\0opsbook:portal') return PORTAL_CODE;
      if (id === '\0opsbook:mdx') return mdxIndex(currentPortal());
      // Its text does not matter: the processor renders the tree that was already parsed.
      return id.startsWith(MDX_FOLDER) ? '' : undefined;
    },
  };
}

/** A module that maps document ids to their rendered bodies. */
function mdxIndex({ registry }: Portal): string {
  const documents = registry.documents.filter(isRenderedAsMdx);
  const imports = documents.map(
    ({ id }, index) => `import Body${index} from '${MDX_FOLDER}${id}.mdx';`,
  );
  const entries = documents.map(({ id }, index) => `[${JSON.stringify(id)}, Body${index}]`);
  return [...imports, `export const bodies = new Map([${entries.join(', ')}]);`].join('\n');
}
