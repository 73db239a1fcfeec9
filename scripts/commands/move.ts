/** `opsbook move`: moves a file or folder of the content and rewrites every link in and out. */
import { existsSync, statSync } from 'node:fs';
import { basename, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { count } from '../../src/diagnostics/wording.ts';
import { changeContent, type PathEdit } from '../../src/project/content-change.ts';
import { formatDiff } from '../../src/project/file-edits.ts';
import type { Project } from '../../src/project/open-project.ts';
import { MoveError, type MovePlan, planMove } from '../../src/registry/move-files.ts';
import { normalizePath } from '../../src/registry/urls.ts';
import { openContent } from '../terminal/open-content.ts';
import { sayFinished } from '../terminal/say-finished.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface MoveOptions {
  readonly content: string;
  readonly dryRun?: true;
}

/** Moves one file or folder. */
export function move(
  typedFrom: string,
  typedTo: string,
  { content, dryRun }: MoveOptions,
  context: CommandContext,
): void {
  const { stdout, stderr, cwd } = context;
  const command = `opsbook move ${typedFrom} ${typedTo}`;
  // The same again was meant to finish it.
  if (!dryRun && sayFinished(resolve(cwd, content), stderr) === command) return;
  const project = openContent(content, context);
  const { root, sources, display } = project;
  const from = contentPath(project, cwd, typedFrom);
  const goal = contentPath(project, cwd, typedTo);
  const isInto = /[\\/]$/.test(typedTo) || isFolder(join(root, goal));
  const to = isInto ? posix.join(goal, basename(from)) : goal;
  const plan = planOrRefuse(() => planMove(sources, from, to));
  if (existsSync(join(root, to)) && !isSameFile(join(root, from), join(root, to))) {
    throw new UserError(`${display(join(root, to))} is there already.`);
  }
  const edits = editsOf(plan, project);
  if (dryRun) {
    stdout.write(
      formatDiff(edits.map(({ path, ...edit }) => ({ file: join(root, path), ...edit }))),
    );
  } else {
    changeContent(root, { command, move: { from, to }, edits });
  }
  const files = count(plan.paths.size, 'file');
  const links = `${count(plan.rewritten, 'link')} in ${count(plan.texts.size, 'document')}`;
  stderr.write(
    `${dryRun ? 'Would move' : 'Moved'} ${files}, ${dryRun ? 'rewrite' : 'rewrote'} ${links}.\n`,
  );
}

function editsOf({ paths, texts }: MovePlan, { root, sources, display }: Project): PathEdit[] {
  const oldPaths = new Map([...paths].map(([from, to]) => [to, from]));
  const before = new Map(sources.files.map(({ path, text }) => [path, text]));
  return [...texts].map(([path, after]) => {
    return {
      path,
      name: display(join(root, path)),
      before: before.get(oldPaths.get(path) ?? path),
      after,
    };
  });
}

/** As typed from here, or relative to the content root; both are what people expect. */
function contentPath({ root, display }: Project, cwd: string, typed: string): string {
  const fromHere = relative(root, resolve(cwd, typed)).split(sep).join('/');
  const isInside = fromHere !== '..' && !fromHere.startsWith('../') && !isAbsolute(fromHere);
  const path = isInside ? fromHere : normalizePath(typed.split(sep).join('/'));
  if (path) return path;
  throw new UserError(
    `${typed} is not a path of the content — name a file or folder below ${display(root)}.`,
  );
}

function planOrRefuse(plan: () => MovePlan): MovePlan {
  try {
    return plan();
  } catch (error) {
    if (error instanceof MoveError) throw new UserError(`${error.message} Nothing was changed.`);
    throw error;
  }
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** One file under two names, as where letter case does not count. */
function isSameFile(a: string, b: string): boolean {
  return existsSync(a) && statSync(a).ino === statSync(b).ino;
}
