/** The content as it is on disk now, compiled; parses again only what has changed. */
import { basename, dirname, join } from 'node:path';
import { createArtifacts } from '../portal/artifacts/artifacts.ts';
import { compilePortal, type Portal } from '../portal/compile-portal.ts';
import { brandPaths } from '../project/brand.ts';
import type { Project } from '../project/open-project.ts';
import { memoizeParse } from '../registry/load-registry.ts';
import { type History, readHistory } from '../source/history.ts';
import { BESIDE_CONTENT } from '../source/read-sources.ts';
import { readInputs } from './build-inputs.ts';

export interface LiveOptions {
  /** Reads the project from disk. */
  readonly open: () => Project;
  /** `YYYY-MM-DD`, asked at every change. */
  readonly today: () => string;
  /** Called with every state that was compiled. */
  readonly onCompiled: (portal: Portal, project: Project) => void;
}

export class LiveContent {
  readonly root: string;
  readonly cache: string;
  portal: Portal;
  /** Files outside of the content that it is made of: the configuration, what that names, and the order that other tools keep there. */
  beside: ReadonlySet<string> = new Set();
  readonly #options: LiveOptions;
  readonly #parse = memoizeParse();
  readonly #history: History | undefined;
  #files: ReadonlyMap<string, string | Uint8Array> | undefined;

  /** @throws UserError when there is no content. */
  constructor(options: LiveOptions) {
    this.#options = options;
    const { root, cache } = options.open();
    this.root = root;
    this.cache = cache;
    this.#history = readHistory(this.root);
    this.portal = this.refresh();
  }

  /** Reads the folder again. @throws UserError when there is nothing to read. */
  refresh(): Portal {
    const { open, today, onCompiled } = this.#options;
    const project = open();
    // Also of a configuration that cannot be followed yet: the file it names may be about to come.
    this.beside = new Set([
      ...brandPaths(project),
      ...BESIDE_CONTENT.map((name) => join(dirname(project.root), name)),
    ]);
    const inputs = readInputs(project, () => this.#history);
    this.portal = compilePortal({ ...inputs, today: today(), parse: this.#parse });
    this.#files = undefined;
    onCompiled(this.portal, project);
    return this.portal;
  }

  /** What a build would publish at this path, besides pages; data is made when first asked for. */
  read(path: string): string | Uint8Array | undefined {
    const asset = this.portal.assets.at(path);
    if (asset) return asset.read();
    this.#files ??= new Map(
      createArtifacts(this.portal, basename(this.root)).flatMap(
        (artifact): [string, string | Uint8Array][] => {
          if ('content' in artifact) return [[artifact.path, artifact.content]];
          return 'bytes' in artifact ? [[artifact.path, artifact.bytes]] : [];
        },
      ),
    );
    return this.#files.get(path);
  }
}
