/** How `opsbook init` is called. */
import { Command } from 'commander';
import type { InitOptions } from '../commands/init.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const initCommand = (context: CommandContext) =>
  new Command('init')
    .argument('[folder]', 'folder of the project; made when there is none', '.')
    .option('--title <text>', 'name of the portal; made from the name of the folder without it')
    .option('--content <dir>', 'content folder, below the project')
    .option('--portal', 'with the portal that people sign in to')
    .option('--no-portal', 'with what checks and plans alone')
    .option('--yes', 'ask nothing, and take what would be proposed')
    .option('--install', 'install the packages afterwards')
    .option('--no-install', 'leave the packages to you')
    .option('--git', 'make a Git repository where there is none')
    .option('--no-git', 'make no repository')
    .action(async (folder: string, options: InitOptions) => {
      const { init } = await import('../commands/init.ts');
      await init(folder, options, context);
    });
