/** How `opsbook completion` is called. */
import { Argument, Command } from 'commander';
import type { CommandContext } from '../terminal/terminal.ts';

export const completionCommand = (context: CommandContext) =>
  new Command('completion')
    .addArgument(new Argument('<shell>', 'shell to complete in').choices(['bash', 'zsh', 'fish']))
    .action(async (name: 'bash' | 'zsh' | 'fish') => {
      const { COMPLETION_SCRIPTS } = await import('../commands/completion.ts');
      context.stdout.write(COMPLETION_SCRIPTS[name]);
    });
