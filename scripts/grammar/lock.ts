/** How `opsbook lock` is called. */
import { Command } from 'commander';
import type { LockOptions } from '../commands/lock.ts';
import { takeContentFolder } from '../terminal/content-folder.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const lockCommand = (context: CommandContext) =>
  takeContentFolder(new Command('lock'), context)
    .option('--retire <id>', 'id of a document that is gone and must not come back')
    .option('--replaced-by <id>', 'successor of the retired id')
    .action(async (_folder: string | undefined, options: LockOptions) => {
      const { lock } = await import('../commands/lock.ts');
      lock(options, context);
    });
