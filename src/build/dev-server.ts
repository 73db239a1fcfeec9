/**
 * The portal while one writes: pages come from Astro's dev server, data and images from memory,
 * findings from the same rules; ungated, and therefore on loopback only.
 */
import { watch } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AstroIntegration } from 'astro';
import type { DevEnvironment, RunnableDevEnvironment } from 'vite';
import { fileOf, isArtifactPath } from '../../schemas/addresses.ts';
import { isMadeOfContent, isPortalModule } from '../site/integration/portal-modules.ts';
import { PACKAGE_ROOT } from '../source/this-package.ts';
import { loadAstro, siteConfig } from './build-site.ts';
import { judgeRequest } from './dev-requests.ts';
import { LiveContent, type LiveOptions } from './live-content.ts';

export interface DevOptions extends LiveOptions {
  /** 0 takes any free port; so does one that is taken. */
  readonly port: number;
  /** The headers of the file at a URL. */
  readonly headersOf: (url: string) => Readonly<Record<string, string>>;
  /** Called with a sentence when the folder cannot be read for the moment. */
  readonly onProblem: (message: string) => void;
}

/** Where modules may lie; the project, its data and its other files are elsewhere. */
const MODULE_FOLDERS = ['src', 'schemas', 'node_modules'].map((name) => join(PACKAGE_ROOT, name));

/** Returns the address once it listens. @throws UserError when there is no content. */
export async function startDevServer(options: DevOptions): Promise<string> {
  const live = new LiveContent(options);
  const { dev, portalIntegration } = await loadAstro();
  const config = siteConfig(live.root, live.cache);
  const server = await dev({
    ...config,
    server: { host: '127.0.0.1', port: options.port },
    vite: {
      ...config.vite,
      server: { cors: false, fs: { strict: true, allow: [...MODULE_FOLDERS, config.root] } },
    },
    integrations: [portalIntegration({ portal: () => live.portal }), serveLive(live, options)],
  });
  return `http://127.0.0.1:${server.address.port}/`;
}

/** Editors and Git write several files at once. */
const RELOAD_DELAY_MS = 20;

/** Watches the content folder and what lies beside it, reloads open pages, and answers for data and images. */
function serveLive(live: LiveContent, { headersOf, onProblem }: DevOptions): AstroIntegration {
  return {
    name: 'opsbook:dev',
    hooks: {
      'astro:server:setup'({ server }) {
        const { urlToModuleMap } = server.environments.client.moduleGraph;
        server.middlewares.use((request, response, next) => {
          const asked = judgeRequest(
            request.url ?? '',
            (path) => isArtifactPath(fileOf(path)),
            (url) => urlToModuleMap.has(url),
          );
          if (asked.kind === 'module') return next();
          if (asked.kind === 'page') {
            // A query, or a script that asks, would make Vite look for a module.
            request.url = asked.path;
            request.headers['sec-fetch-dest'] = 'document';
            return next();
          }
          const found = asked.kind === 'artifact' ? live.read(fileOf(asked.path)) : undefined;
          response.setHeader('X-Content-Type-Options', 'nosniff');
          response.setHeader('Cache-Control', 'no-store');
          if (found === undefined || asked.kind === 'refused') {
            response.writeHead(404, { 'Content-Type': 'text/plain' });
            response.end('There is nothing at this address.\n');
            return;
          }
          for (const [name, value] of Object.entries(headersOf(asked.path))) {
            response.setHeader(name, value);
          }
          response.end(found);
        });
        const follow = () => server.watcher.add([live.root, ...live.beside]);
        let pending: NodeJS.Timeout | undefined;
        const reload = () => {
          try {
            live.refresh();
          } catch (error) {
            // The folder may be empty for a moment, during a checkout: keep what is shown.
            onProblem((error as Error).message);
            return;
          } finally {
            follow();
          }
          for (const environment of Object.values(server.environments)) {
            for (const module of environment.moduleGraph.idToModuleMap.values()) {
              if (isMadeOfContent(module.id)) environment.moduleGraph.invalidateModule(module);
            }
            environment.hot.send('astro:content-changed', {});
            if (isRunnable(environment)) {
              evaluateAgain(environment.runner.evaluatedModules);
            } else environment.hot.send({ type: 'full-reload' });
          }
        };
        const reloadSoon = () => {
          clearTimeout(pending);
          pending = setTimeout(reload, RELOAD_DELAY_MS);
        };
        follow();
        server.watcher.on('all', (_event, path) => {
          if (path.startsWith(live.root) || live.beside.has(path)) reloadSoon();
        });
        // Vite's watcher waits for one missing file of a folder; of this one several may come.
        const folder = dirname(live.root);
        const beside = watch(folder, (_event, name) => {
          if (name !== null && live.beside.has(join(folder, name))) reloadSoon();
        });
        server.watcher.on('close', () => beside.close());
        beside.unref();
      },
    },
  };
}

/** As Vite itself tells, which need not be the one that could be imported here. */
function isRunnable(environment: DevEnvironment): environment is RunnableDevEnvironment {
  return 'runner' in environment;
}

type EvaluatedModules = RunnableDevEnvironment['runner']['evaluatedModules'];

/** Forgets what pages have computed from the content, and leaves Astro itself in place. */
function evaluateAgain(modules: EvaluatedModules): void {
  const pending = [...modules.idToModuleMap.values()].filter(({ id }) => isPortalModule(id));
  const seen = new Set(pending);
  for (let module = pending.pop(); module; module = pending.pop()) {
    for (const importer of module.importers) {
      const node = modules.getModuleById(importer);
      if (node && !seen.has(node)) {
        seen.add(node);
        pending.push(node);
      }
    }
    modules.invalidateModule(module);
  }
}
