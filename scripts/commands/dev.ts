/**
 * `opsbook dev`: the portal while one writes. Pages come from Astro's dev server, data and
 * images from memory, findings from the same rules; ungated, and therefore on loopback only.
 */
import { basename } from 'node:path';
import type { AstroIntegration } from 'astro';
import { Command } from 'commander';
import { isRunnableDevEnvironment, type RunnableDevEnvironment } from 'vite';
import { loadAstro, siteConfig } from '../../src/build/build-site.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { compilePortal, type Portal } from '../../src/portal/compile-portal.ts';
import { readLedger } from '../../src/project/ledger-file.ts';
import { openProject } from '../../src/project/open-project.ts';
import { rememberParsed } from '../../src/registry/load-registry.ts';
import { contentTypeOf } from '../../src/server/files/file-index.ts';
import { isMadeOfContent, isPortalModule } from '../../src/site/integration/portal-modules.ts';
import { type History, readHistory } from '../../src/source/history.ts';
import { currentDay } from '../terminal/day-option.ts';
import { printPretty } from '../terminal/print-pretty.ts';

interface DevOptions {
  readonly content: string;
  readonly port: number;
}

export const devCommand = new Command('dev')
  .description('show the portal while you write: reloads on save, no sign-in, this machine only')
  .option('--content <dir>', 'content folder', 'content')
  .option('--port <number>', 'port; another when it is taken', Number, 4321)
  .action(async (options: DevOptions) => {
    process.stdout.write(`${await startDev(options)}\n`);
  });

/** Answers the address once it listens. @throws CommandError when there is no content. */
async function startDev({ content, port }: DevOptions): Promise<string> {
  const live = new LiveContent(content);
  const { dev, portalIntegration } = await loadAstro();
  const server = await dev({
    ...siteConfig(live.root),
    server: { host: '127.0.0.1', port },
    integrations: [portalIntegration({ portal: () => live.portal }), serveLive(live)],
  });
  return `http://127.0.0.1:${server.address.port}/`;
}

/** The content as it is on disk now, compiled; parses again only what has changed. */
class LiveContent {
  readonly root: string;
  portal: Portal;
  readonly #content: string;
  readonly #parse = rememberParsed();
  readonly #history: History | undefined;
  #files: ReadonlyMap<string, string> | undefined;

  constructor(content: string) {
    this.#content = content;
    this.root = openProject(content).root;
    this.#history = readHistory(this.root);
    this.portal = this.refresh();
  }

  /** Reads the folder again and prints what the rules say of it. */
  refresh(): Portal {
    const project = openProject(this.#content);
    this.portal = compilePortal({
      ...project,
      today: currentDay(),
      ledger: readLedger(project.root),
      history: this.#history,
      parse: this.#parse,
    });
    this.#files = undefined;
    const { diagnostics, registry } = this.portal;
    const report = createReport(project.content, registry.documents.length, diagnostics);
    printPretty(report, project, process.stderr);
    return this.portal;
  }

  /** What a build would publish at this path, besides pages; data is made when first asked for. */
  read(path: string): string | Uint8Array | undefined {
    const image = this.portal.addresses.published.get(path);
    if (image !== undefined) return this.portal.registry.assets.get(image)?.read();
    this.#files ??= new Map(
      createArtifacts(this.portal, basename(this.root)).flatMap((artifact) =>
        'content' in artifact ? [[artifact.path, artifact.content]] : [],
      ),
    );
    return this.#files.get(path);
  }
}

/** Watches the content folder, reloads open pages, and answers for data and images. */
function serveLive(live: LiveContent): AstroIntegration {
  return {
    name: 'opsbook:dev',
    hooks: {
      'astro:server:setup'({ server }) {
        server.middlewares.use((request, response, next) => {
          const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
          const isOurs = /^(?:api|images|llms)\/|^llms\.txt$|^docs\/[^/]+\.md$/.test(path);
          const found = isOurs ? live.read(path) : undefined;
          if (found === undefined) return next();
          response.setHeader('Content-Type', contentTypeOf(path));
          response.setHeader('Cache-Control', 'no-store');
          response.end(found);
        });
        let pending: NodeJS.Timeout | undefined;
        const reload = () => {
          try {
            live.refresh();
          } catch (error) {
            // The folder may be empty for a moment, during a checkout: keep what is shown.
            process.stderr.write(`${(error as Error).message}\n`);
            return;
          }
          for (const environment of Object.values(server.environments)) {
            for (const module of environment.moduleGraph.idToModuleMap.values()) {
              if (isMadeOfContent(module.id)) environment.moduleGraph.invalidateModule(module);
            }
            environment.hot.send('astro:content-changed', {});
            if (isRunnableDevEnvironment(environment)) {
              evaluateAgain(environment.runner.evaluatedModules);
            } else environment.hot.send({ type: 'full-reload' });
          }
        };
        server.watcher.add(live.root);
        server.watcher.on('all', (_event, path) => {
          if (!path.startsWith(live.root)) return;
          clearTimeout(pending);
          pending = setTimeout(reload, RELOAD_DELAY_MS);
        });
      },
    },
  };
}

/** Editors and Git write several files at once. */
const RELOAD_DELAY_MS = 20;

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
