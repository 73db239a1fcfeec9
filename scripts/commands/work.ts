/** `opsbook work`: the work that an installation keeps. */
import { Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';
import { changeCommands } from './work/change.ts';
import { lookCommands } from './work/look.ts';
import { migrateCommand } from './work-migrate.ts';
import { exportCommand, importCommand, verifyCommand } from './work-portable.ts';

export function workCommand(context: CommandContext): Command {
  const work = new Command('work')
    .description('see to the work that is kept')
    .addCommand(migrateCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(importCommand(context))
    .addCommand(verifyCommand(context));
  for (const each of [...lookCommands(context), ...changeCommands(context)]) work.addCommand(each);
  return work;
}
