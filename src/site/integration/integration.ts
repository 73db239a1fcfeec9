/**
 * The Astro side of a build: offers the compiled portal to pages as `opsbook:portal` and
 * each valid MDX document as a module. Pages take everything from there; there is no
 * content collection, so nothing of one content root can be kept for another.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import mdx from '@astrojs/mdx';
import type { AstroIntegration } from 'astro';
import type { Portal } from '../../portal/compile-portal.ts';
import { mdxFromPortal } from './mdx-processor.ts';
import { nodeModules } from './node-modules.ts';
import { portalModules } from './portal-modules.ts';
import { offerPortal } from './portal-slot.ts';

const SITE = join(import.meta.dirname, '..');
const PACKAGE_ROOT = join(SITE, '../..');

export interface PortalIntegrationOptions {
  /** The portal, or a function that returns the latest one. */
  readonly portal: Portal | (() => Portal);
}

export function portalIntegration({ portal }: PortalIntegrationOptions): AstroIntegration {
  return {
    name: 'opsbook',
    hooks: {
      'astro:config:setup'({ updateConfig }) {
        offerPortal(typeof portal === 'function' ? portal : () => portal);
        updateConfig({
          root: pathToFileURL(`${PACKAGE_ROOT}/`),
          srcDir: pathToFileURL(`${SITE}/`),
          integrations: [mdx({ processor: mdxFromPortal() })],
          vite: { plugins: [portalModules(), nodeModules({ root: PACKAGE_ROOT, site: SITE })] },
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
