/**
 * Reads a content root: the only file that lists one. Links that lead out of the root, files
 * that are too large or are not text become problems, never surprises.
 */
import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isImageFile } from '../../schemas/media-types.ts';
import type { Asset, NavigationFile, SourceFile, SourceProblem, Sources } from './source-file.ts';

/** Largest document read, in bytes; a larger one is a finding. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** Largest file read in which another tool keeps an order, in bytes. */
export const MAX_NAVIGATION_BYTES = 256 * 1024;

/** Docusaurus, awesome-pages and awesome-nav, MkDocs. */
const NAVIGATION_FILE = /^(?:_category_\.(?:json|ya?ml)|\.pages|\.nav\.ya?ml|mkdocs\.ya?ml)$/;

/** What may lie beside the content root and speak of it. */
export const BESIDE_CONTENT = ['mkdocs.yml', 'mkdocs.yaml'] as const;

/**
 * All documents and assets below `root`, and the files that order them. Dot files, `.git` and
 * `node_modules` are no content; of other folders that begin with a dot only the images are, as
 * exports of wikis keep them there.
 *
 * @throws when `root` itself cannot be listed.
 */
export function readSources(root: string): Sources {
  const reader = new Reader(realpathSync(root));
  reader.readFolder(reader.root, '', [reader.root]);
  reader.readBeside();
  const byPath = <T extends { path: string }>(a: T, b: T) => (a.path < b.path ? -1 : 1);
  return {
    files: reader.files.sort(byPath),
    assets: new Map(reader.assets.sort(byPath).map((asset) => [asset.path, asset])),
    problems: reader.problems.sort(byPath),
    navigationFiles: reader.navigationFiles.sort(byPath),
    folderName: basename(reader.root),
  };
}

/** Names of the folders in a folder, but for those that are no content; none where it cannot be listed. */
export function listFolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .filter((name) => name !== 'node_modules');
  } catch {
    return [];
  }
}

class Reader {
  readonly root: string;
  readonly files: SourceFile[] = [];
  readonly assets: Asset[] = [];
  readonly problems: SourceProblem[] = [];
  readonly navigationFiles: NavigationFile[] = [];
  readonly #decoder = new TextDecoder('utf-8', { fatal: true });

  constructor(root: string) {
    this.root = root;
  }

  /** `trail` holds the real folders on the way down, so that a link back up ends the walk. */
  readFolder(folder: string, path: string, trail: readonly string[]): void {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const entryPath = path === '' ? entry.name : `${path}/${entry.name}`;
      if (isNoContent(entry, entryPath)) continue;
      try {
        this.#readEntry(entry, join(folder, entry.name), entryPath, trail);
      } catch (error) {
        this.problems.push({ code: 'source/unreadable', path: entryPath, reason: reason(error) });
      }
    }
  }

  /** Only plain files: a link would lead who knows where. */
  readBeside(): void {
    for (const name of BESIDE_CONTENT) {
      const file = join(dirname(this.root), name);
      const isFile = lstatSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
      if (isFile && dirname(this.root) !== this.root) this.#readNavigation(file, `../${name}`);
    }
  }

  #readEntry(entry: Dirent, absolute: string, path: string, trail: readonly string[]): void {
    let isFolder = entry.isDirectory();
    let isFile = entry.isFile();
    let real = absolute;
    if (entry.isSymbolicLink()) {
      const unsafe = this.#whyUnsafe(absolute, trail);
      if (unsafe) {
        this.problems.push({ code: 'source/unsafe-symlink', path, reason: unsafe });
        return;
      }
      real = realpathSync(absolute);
      const target = statSync(real);
      isFolder = target.isDirectory();
      isFile = target.isFile();
    }
    if (isFolder) this.readFolder(real, path, [...trail, real]);
    else if (isFile) this.#readFile(real, path);
  }

  /** Not being able to read it costs an order, never a document. */
  #readNavigation(absolute: string, path: string): void {
    try {
      const bytes = statSync(absolute).size;
      const file =
        bytes > MAX_NAVIGATION_BYTES
          ? { unread: `it has ${bytes} bytes, and may have ${MAX_NAVIGATION_BYTES}` }
          : { text: this.#decoder.decode(readFileSync(absolute)) };
      this.navigationFiles.push({ path, ...file });
    } catch (error) {
      const isText = (error as NodeJS.ErrnoException).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA';
      this.navigationFiles.push({ path, unread: isText ? reason(error) : 'it is not UTF-8 text' });
    }
  }

  #whyUnsafe(link: string, trail: readonly string[]): string | undefined {
    let target: string;
    try {
      target = realpathSync(link);
    } catch {
      return 'its target does not exist';
    }
    const inside = relative(this.root, target);
    if (inside.split(sep)[0] === '..' || inside === target)
      return 'it leads out of the content root';
    return trail.includes(target) ? 'it leads back to a folder it lies in' : undefined;
  }

  #readFile(absolute: string, path: string): void {
    if (NAVIGATION_FILE.test(basename(path))) this.#readNavigation(absolute, path);
    if (basename(path).startsWith('.')) return;
    if (!/\.mdx?$/i.test(path)) {
      this.assets.push({ path, absolutePath: absolute, read: () => readFileSync(absolute) });
      return;
    }
    const bytes = statSync(absolute).size;
    if (bytes > MAX_DOCUMENT_BYTES) {
      this.problems.push({ code: 'source/too-large', path, bytes, limit: MAX_DOCUMENT_BYTES });
      return;
    }
    const content = readFileSync(absolute);
    try {
      this.files.push({ path, text: this.#decoder.decode(content) });
    } catch {
      this.problems.push({ code: 'source/not-utf8', path });
    }
  }
}

function isNoContent(entry: Dirent, path: string): boolean {
  if (entry.name === '.git' || entry.name === 'node_modules') return true;
  const isHidden = path
    .split('/')
    .slice(0, -1)
    .some((segment) => segment.startsWith('.'));
  if (entry.name.startsWith('.')) {
    const isOrder = !isHidden && NAVIGATION_FILE.test(entry.name);
    return !entry.isDirectory() && !isOrder;
  }
  return isHidden && !entry.isDirectory() && !isImageFile(entry.name);
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' ? 'permission denied' : (code ?? String(error));
}
