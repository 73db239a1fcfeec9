/**
 * A change of many files of a content root that survives being killed. What is to be done is written
 * down before anything is touched, and taken away when all is done; the next change finds what is
 * left of it and finishes it. Each step knows what it expects, so that doing it again does nothing.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../diagnostics/user-error.ts';
import { askGit, requireGit } from '../source/git.ts';
import { isRunning, startOf } from '../source/running-process.ts';
import { replaceFile, textOf, writeEdits } from './file-edits.ts';
import { readJsonFile } from './json-file.ts';

export interface ContentChange {
  /** What the person typed, such as `opsbook move a.md b.md`. */
  readonly command: string;
  /** Comes first; paths below the content root, as those of the edits. */
  readonly move?: { readonly from: string; readonly to: string } | undefined;
  readonly edits: readonly PathEdit[];
}

/** The edit of one document. */
export interface PathEdit {
  readonly path: string;
  /** As shown to people. */
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string;
}

/** Begins with a dot, so that it is no content. */
const JOURNAL_NAME = '.opsbook-change.json';

/** Below the root and no dot file: a journal that came with somebody's content writes nothing else. */
const contentPath = z.string().regex(/^(?!\.)[^/\\\0]+(?:\/(?!\.)[^/\\\0]+)*$/);

const journalSchema = z.strictObject({
  version: z.literal(1),
  pid: z.int(),
  start: z.int(),
  command: z.string(),
  move: z.strictObject({ from: contentPath, to: contentPath }).optional(),
  edits: z.array(
    z.strictObject({
      path: contentPath,
      name: z.string(),
      before: z.string().optional(),
      after: z.string(),
    }),
  ),
});

type Journal = z.infer<typeof journalSchema>;

/**
 * Does all of it, or nothing when a file cannot be written.
 *
 * @throws UserError naming the file that could not be written.
 */
export function changeContent(root: string, { command, move, edits }: ContentChange): void {
  const journal = join(root, JOURNAL_NAME);
  const owner = { version: 1, pid: process.pid, start: startOf(process.pid) };
  replaceFile(journal, JSON.stringify({ ...owner, command, move, edits }));
  try {
    if (move) moveFiles(root, move);
    try {
      writeEdits(edits.map(({ path, ...edit }) => ({ file: join(root, path), ...edit })));
    } catch (error) {
      if (move) moveFiles(root, { from: move.to, to: move.from });
      throw error;
    }
  } finally {
    rmSync(journal);
  }
}

/** The command that was killed on its way; undefined when none was. */
export function interruptedCommand(root: string): string | undefined {
  const journal = readJournal(root);
  return journal && !isRunning(journal.pid, journal.start) ? journal.command : undefined;
}

/**
 * Does what a killed command has not done, and returns that command and a sentence about it.
 *
 * @throws UserError when that command is still at work.
 */
export function finishInterrupted(
  root: string,
): { readonly command: string; readonly sentence: string } | undefined {
  const journal = readJournal(root);
  if (journal === undefined) return undefined;
  const { pid, start, command, move, edits } = journal;
  if (isRunning(pid, start)) {
    throw new UserError(
      `\`${command}\` (process ${pid}) is still at work — wait until it has ended.`,
    );
  }
  if (move && existsSync(join(root, move.from)) && !existsSync(join(root, move.to))) {
    moveFiles(root, move);
  }
  const left = edits.filter(({ path, before, after }) => {
    const file = join(root, path);
    const now = existsSync(file) ? textOf(file) : undefined;
    if (now === before) writeEdits([{ file, name: path, before, after }]);
    return now !== before && now !== after;
  });
  rmSync(join(root, JOURNAL_NAME));
  const names = left.map(({ name }) => `\`${name}\``).join(', ');
  const rest = left.length === 0 ? '' : `, except for what was changed since: ${names}`;
  return { command, sentence: `\`${command}\` was interrupted; it is finished now${rest}.` };
}

function readJournal(root: string): Journal | undefined {
  const file = join(root, JOURNAL_NAME);
  if (!existsSync(file)) return undefined;
  return readJsonFile(file, {
    name: JOURNAL_NAME,
    schema: journalSchema,
    kind: 'a change of content',
    advice: 'delete it',
  });
}

function moveFiles(root: string, move: { readonly from: string; readonly to: string }): void {
  const [from, to] = [join(root, move.from), join(root, move.to)];
  mkdirSync(dirname(to), { recursive: true });
  // Git records it as a move, so that the history of the files goes on.
  if (isTracked(from)) requireGit(dirname(from), ['mv', '--', from, to], 'move it');
  else renameSync(from, to);
}

function isTracked(path: string): boolean {
  const tracked = askGit(dirname(path), ['ls-files', '--', basename(path)]);
  return tracked !== undefined && tracked !== '';
}
