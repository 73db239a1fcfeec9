/** `opsbook diff`: what a change of workflows does to runs that are live. */
import { Command, Option } from 'commander';
import { loadSide } from '../../src/project/template-side.ts';
import { CHANGE_CLASSES, type ChangeClass } from '../../src/workflow/diff/change-classes.ts';
import { diffTemplates } from '../../src/workflow/diff/diff-templates.ts';
import { formatDifference } from '../../src/workflow/diff/format-diff.ts';
import { dateArgument, todayOption } from '../terminal/day-option.ts';
import type { CommandContext } from '../terminal/terminal.ts';

interface DiffOptions {
  readonly anchor?: string;
  readonly format: 'text' | 'json';
  readonly failOn: ChangeClass;
  readonly content: string;
  readonly today: string;
}

export const diffCommand = (context: CommandContext) =>
  new Command('diff')
    .description('show what changes of workflows do to live runs')
    .argument('<old>', 'template JSON file, content folder or Git revision')
    .argument('<new>', 'the same, as it is to be')
    .option(
      '--anchor <date>',
      'anchor of a live run, to see which of its due dates move',
      dateArgument,
    )
    .addOption(
      new Option('--format <format>', 'how changes are printed')
        .choices(['text', 'json'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <class>', 'mildest class that makes the command fail')
        .choices(CHANGE_CLASSES)
        .default('breaking'),
    )
    .option('--content <dir>', 'content folder within a Git revision', 'content')
    .addOption(todayOption(context))
    .action((before: string, after: string, options: DiffOptions) => {
      const { anchor, format, failOn } = options;
      const place = { ...options, cwd: context.cwd };
      const difference = diffTemplates(loadSide(before, place), loadSide(after, place), anchor);
      context.stdout.write(
        format === 'json'
          ? `${JSON.stringify(difference, null, 2)}\n`
          : formatDifference(difference),
      );
      const failing = CHANGE_CLASSES.slice(0, CHANGE_CLASSES.indexOf(failOn) + 1);
      context.exitCode = failing.some((name) => difference.summary[name] > 0) ? 1 : 0;
    });
