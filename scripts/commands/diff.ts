/** `opsbook diff`: what a change of workflows does to runs that are live. */
import { loadSide } from '../../src/project/template-side.ts';
import { CHANGE_CLASSES, type ChangeClass } from '../../src/workflow/diff/change-classes.ts';
import { diffTemplates } from '../../src/workflow/diff/diff-templates.ts';
import { formatDifference } from '../../src/workflow/diff/format-diff.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface DiffOptions {
  readonly anchor?: string;
  readonly format: 'text' | 'json';
  readonly failOn: ChangeClass;
  readonly content: string;
  readonly today: string;
}

/** Prints what changed; the exit code says whether something is as bad as `--fail-on`. */
export function diff(
  before: string,
  after: string,
  options: DiffOptions,
  context: CommandContext,
): void {
  const { anchor, format, failOn } = options;
  context.progress.show('Comparing workflows');
  const place = { ...options, cwd: context.cwd };
  const difference = diffTemplates(loadSide(before, place), loadSide(after, place), anchor);
  context.stdout.write(
    format === 'json' ? `${JSON.stringify(difference, null, 2)}\n` : formatDifference(difference),
  );
  const failing = CHANGE_CLASSES.slice(0, CHANGE_CLASSES.indexOf(failOn) + 1);
  context.exitCode = failing.some((name) => difference.summary[name] > 0) ? 1 : 0;
}
