/** `opsbook work hand-over`: what one person has to do becomes the work of another. */
import { Command } from 'commander';
import { count } from '../../../src/diagnostics/wording.ts';
import { momentOf } from '../../../src/server/work/work-services.ts';
import { COMMAND_LINE } from '../../../src/workspace/asker.ts';
import { handOver } from '../../../src/workspace/hand-over.ts';
import { openWorkspace } from '../../terminal/open-workspace.ts';
import type { CommandContext } from '../../terminal/terminal.ts';

export const handOverCommand = (context: CommandContext) =>
  new Command('hand-over')
    .description('give the open tasks and the roles of one person to another')
    .argument('<from>', 'e-mail address of who has them')
    .argument('<to>', 'e-mail address of who gets them')
    .action(async (from: string, to: string) => {
      const { tasks, roles } = await openWorkspace(
        context,
        async ({ store, people, clock, newId }) =>
          handOver(store, COMMAND_LINE, {
            from,
            to,
            people: await people(),
            at: momentOf(clock),
            newId: () => newId('c'),
          }),
      );
      context.stderr.write(
        `Handed over ${count(tasks, 'open task')} and ${count(roles, 'role')}.\n`,
      );
    });
