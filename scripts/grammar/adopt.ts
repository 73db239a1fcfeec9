/** How `opsbook adopt` is called. */
import { Command } from 'commander';
import type { AdoptOptions } from '../commands/adopt.ts';
import { contentOption } from '../terminal/content-folder.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const adoptCommand = (context: CommandContext) =>
  new Command('adopt')
    .argument('<path>', 'content folder, a folder of it, or one Markdown or JSON file')
    .addOption(contentOption())
    .option('--out <path>', 'folder, or Markdown file, for the workflows that JSON becomes')
    .option('--dry-run', 'say what would be changed, and change nothing')
    .action(async (path: string, options: AdoptOptions) => {
      const { adopt } = await import('../commands/adopt.ts');
      adopt(path, options, context);
    });
