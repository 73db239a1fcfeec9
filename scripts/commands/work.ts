/** `opsbook work`: the work that an installation keeps. */
import { Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';
import { catchUpCommand } from './work/catch-up.ts';
import { changeCommands } from './work/change.ts';
import { checkCommand } from './work/check.ts';
import { handOverCommand } from './work/hand-over.ts';
import { lookCommands } from './work/look.ts';
import { registerCommand } from './work/register.ts';
import { rolesCommand } from './work/roles.ts';
import { tickCommand } from './work/tick.ts';
import { migrateCommand } from './work-migrate.ts';
import { exportCommand, importCommand, verifyCommand } from './work-portable.ts';

export function workCommand(context: CommandContext): Command {
  const work = new Command('work')
    .addCommand(tickCommand(context))
    .addCommand(catchUpCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(registerCommand(context))
    .addCommand(rolesCommand(context))
    .addCommand(handOverCommand(context))
    .addCommand(migrateCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(importCommand(context))
    .addCommand(verifyCommand(context));
  for (const each of [...lookCommands(context), ...changeCommands(context)]) work.addCommand(each);
  return work;
}
