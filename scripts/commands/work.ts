/** `opsbook work`: the work that an installation keeps. */
import { Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';
import { migrateCommand } from './work-migrate.ts';

export function workCommand(context: CommandContext): Command {
  return new Command('work')
    .description('see to the work that is kept')
    .addCommand(migrateCommand(context));
}
