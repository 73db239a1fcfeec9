/** `opsbook work`: the work that an installation keeps. */
import { Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';
import { migrateCommand } from './work-migrate.ts';
import { exportCommand, importCommand, verifyCommand } from './work-portable.ts';

export function workCommand(context: CommandContext): Command {
  return new Command('work')
    .description('see to the work that is kept')
    .addCommand(migrateCommand(context))
    .addCommand(exportCommand(context))
    .addCommand(importCommand(context))
    .addCommand(verifyCommand(context));
}
