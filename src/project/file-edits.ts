/** Changes to files of a content root: shown as a diff, or written, all of them or none. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { createTwoFilesPatch } from 'diff';
import { sync as writeFileAtomic } from 'write-file-atomic';
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
    writeFileAtomic(file, text);
    return () => rmSync(file);
  }
  const bytes = readFileSync(file);
  writeFileAtomic(file, (startsWithMark(bytes) ? '\uFEFF' : '') + text);
  return () => writeFileAtomic(file, bytes);
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
