/** How `opsbook diff` is called. */
import { Command, Option } from 'commander';
import { CHANGE_CLASSES } from '../../src/workflow/diff/change-classes.ts';
import type { DiffOptions } from '../commands/diff.ts';
import { contentOption } from '../terminal/content-folder.ts';
import { dateArgument, todayOption } from '../terminal/day-option.ts';
import { takeFormat } from '../terminal/format-options.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const diffCommand = (context: CommandContext) =>
  takeFormat(new Command('diff'), ['text', 'json'], 'how changes are printed')
    .argument('<old>', 'template JSON file, content folder or Git revision')
    .argument('<new>', 'the same, as it is to be')
    .option(
      '--anchor <date>',
      'anchor of a live run, to see which of its due dates move',
      dateArgument,
    )
    .addOption(
      new Option('--fail-on <class>', 'mildest class that makes the command fail')
        .choices(CHANGE_CLASSES)
        .default('breaking'),
    )
    .addOption(contentOption('content folder within a Git revision'))
    .addOption(todayOption(context))
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import('../commands/diff.ts');
      diff(before, after, options, context);
    });
