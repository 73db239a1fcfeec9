/** How `opsbook explain` is called. */
import { Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';

export const explainCommand = (context: CommandContext) =>
  new Command('explain')
    .argument('[code]', 'code of the rule, e.g. link/broken-path')
    .action(async (code: string | undefined) => {
      const { explain } = await import('../commands/explain.ts');
      explain(code, context);
    });
