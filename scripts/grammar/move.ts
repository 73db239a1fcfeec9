/** How `opsbook move` is called. */
import { Command } from 'commander';
import type { MoveOptions } from '../commands/move.ts';
import { contentOption } from '../terminal/content-folder.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const moveCommand = (context: CommandContext) =>
  new Command('move')
    .argument('<from>', 'file or folder')
    .argument('<to>', 'its new path, or a folder to move it into')
    .addOption(contentOption())
    .option('--dry-run', 'print what would change, and change nothing')
    .action(async (from: string, to: string, options: MoveOptions) => {
      const { move } = await import('../commands/move.ts');
      move(from, to, options, context);
    });
