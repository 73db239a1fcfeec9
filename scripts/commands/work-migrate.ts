/** `opsbook work migrate`: the tables of the database as this version needs them. */
import { Command } from 'commander';
import { migrateDatabase } from '../../src/server/database/open-database.ts';
import type { CommandContext } from '../terminal/terminal.ts';
import { withConfig } from '../terminal/with-config.ts';

export const migrateCommand = (context: CommandContext) =>
  new Command('migrate')
    .description('make the tables of the database, or bring them up to date')
    .action(async () => {
      const taken = await withConfig(context, migrateDatabase);
      context.stderr.write(
        taken.length === 0
          ? 'The tables are up to date.\n'
          : `The tables are up to date now: ${taken.join(', ')}.\n`,
      );
    });
