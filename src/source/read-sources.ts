/**
 * Reads a content root: the only file that lists one. Links that lead out of the root, files
 * that are too large or are not text become problems, never surprises.
 */
import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { isImageFile } from '../../schemas/media-types.ts';
import type { Asset, SourceFile, SourceProblem, Sources } from './source-file.ts';

/** Largest document read, in bytes; a larger one is a finding. */
export const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/**
 * All documents and assets below `root`. Dot files, `.git` and `node_modules` are no
 * content; of other folders that begin with a dot only the images are, as exports of wikis
 * keep them there.
 *
 * @throws when `root` itself cannot be listed.
 */
export function readSources(root: string): Sources {
  const reader = new Reader(realpathSync(root));
  reader.readFolder(reader.root, '', [reader.root]);
  const byPath = <T extends { path: string }>(a: T, b: T) => (a.path < b.path ? -1 : 1);
  return {
    files: reader.files.sort(byPath),
    assets: new Map(reader.assets.sort(byPath).map((asset) => [asset.path, asset])),
    problems: reader.problems.sort(byPath),
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
  if (entry.name.startsWith('.')) return !entry.isDirectory();
  const isHidden = path.split('/').some((segment) => segment.startsWith('.'));
  return isHidden && !entry.isDirectory() && !isImageFile(entry.name);
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'EACCES' ? 'permission denied' : (code ?? String(error));
}
