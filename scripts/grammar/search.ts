/** How `opsbook search` is called. */
import { Command } from 'commander';
import type { SearchOptions } from '../commands/search.ts';
import { contentOption } from '../terminal/content-folder.ts';
import { todayOption } from '../terminal/day-option.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export const searchCommand = (context: CommandContext) =>
  new Command('search')
    .argument('<query>', 'words, "phrases" and filters such as type:sop')
    .addOption(contentOption())
    .addOption(todayOption(context))
    .action(async (query: string, options: SearchOptions) => {
      const { search } = await import('../commands/search.ts');
      search(query, options, context);
    });
