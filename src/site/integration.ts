/**
 * The Astro side of a build: offers the compiled portal to pages as `opsbook:portal` and
 * each valid MDX document as a module. Pages take everything from there; there is no
 * content collection, so nothing of one content root can be kept for another.
 */
import mdx from '@astrojs/mdx';
import type { AstroIntegration, ViteUserConfig } from 'astro';
import type { Portal } from '../portal/compile-portal.ts';
import { isRenderedAsMdx } from './mdx-documents.ts';
import { mdxFromPortal } from './mdx-processor.ts';
import { currentPortal, offerPortal } from './portal-slot.ts';

export interface PortalIntegrationOptions {
  /** The portal, or a function that answers the latest one. */
  readonly portal: Portal | (() => Portal);
}

export function portalIntegration({ portal }: PortalIntegrationOptions): AstroIntegration {
  return {
    name: 'opsbook',
    hooks: {
      'astro:config:setup'({ updateConfig }) {
        offerPortal(typeof portal === 'function' ? portal : () => portal);
        updateConfig({
          integrations: [mdx({ processor: mdxFromPortal() })],
          vite: { plugins: [portalModules()] },
        });
      },
      'astro:config:done'({ setAdapter }) {
        // Astro would render from one folder for all builds, where two at a time would mix, and
        // where a second one in this process would get the modules of the first.
        setAdapter({
          name: 'opsbook',
          adapterFeatures: { buildOutput: 'static', preserveBuildServerDir: true },
          entrypointResolution: 'auto',
          supportedAstroFeatures: { staticOutput: 'stable', sharpImageService: 'stable' },
        });
      },
    },
  };
}

const MDX_FOLDER = '/opsbook-mdx/';
const PORTAL_CODE = `export const portal = globalThis[Symbol.for('opsbook.portal')]();`;

function portalModules(): NonNullable<ViteUserConfig['plugins']>[number] {
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
