/** Changes to files of a content root: shown as a diff, or written, all of them or none. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { compareText } from '../diagnostics/report.ts';
import { UserError } from '../diagnostics/user-error.ts';

export interface FileEdit {
  /** Place on this machine. */
  readonly file: string;
  /** As shown to people, with `/`. */
  readonly name: string;
  /** Text now, without a byte order mark; undefined for a new file. */
  readonly before: string | undefined;
  readonly after: string;
}

/** A unified diff of the edits, by name; it applies with `git apply` or `patch -p1`. */
export function formatDiff(edits: readonly FileEdit[]): string {
  return [...edits]
    .sort((a, b) => compareText(a.name, b.name))
    .map(({ name, before, after }) => {
      const path = name.replace(/^\//, '');
      const from = before === undefined ? '/dev/null' : `a/${path}`;
      const patch = createTwoFilesPatch(from, `b/${path}`, before ?? '', after, '', '');
      return patch.replace(/^=+\n/, '').replaceAll(/^((?:---|\+\+\+) .*)\t$/gm, '$1');
    })
    .join('');
}

/**
 * Writes every edit, each file at once and a byte order mark kept. When one cannot be
 * written, those before it are taken back.
 *
 * @throws UserError naming the file that could not be written.
 */
export function writeEdits(edits: readonly FileEdit[]): void {
  const undo: (() => void)[] = [];
  for (const { file, name, after } of edits) {
    try {
      undo.push(write(file, after));
    } catch (error) {
      for (const restore of undo.reverse()) restore();
      throw new UserError(
        `${name} cannot be written, so nothing was changed: ${(error as Error).message}.`,
      );
    }
  }
}

/** Returns what brings the file back to what it was. */
function write(file: string, text: string): () => void {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    replaceFile(file, text);
    return () => rmSync(file);
  }
  const bytes = readFileSync(file);
  replaceFile(file, (startsWithMark(bytes) ? '\uFEFF' : '') + text);
  return () => replaceFile(file, bytes);
}

/**
 * Writes a file at once: whoever reads it sees the old one or the new one. Its draft begins with a
 * dot, which is no content, and has one name, which the next try takes again.
 */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const place = existsSync(file) ? realpathSync(file) : file;
  const draft = join(dirname(place), `.${basename(place)}.opsbook-draft`);
  try {
    writeFileSync(draft, content, { flush: true });
    if (existsSync(place)) keepAccess(draft, statSync(place));
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Who may read and write the file stays; only the superuser has to give it back to its owner. */
function keepAccess(draft: string, { mode, uid, gid }: Stats): void {
  const own = statSync(draft);
  if (process.getuid?.() === 0 && (own.uid !== uid || own.gid !== gid)) chownSync(draft, uid, gid);
  chmodSync(draft, mode);
}

/** The text of a file, without a byte order mark. */
export function textOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
