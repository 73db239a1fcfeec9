/** Opens the work that an installation keeps, over the build it serves, for a command. */
import { UserError } from '../../src/diagnostics/user-error.ts';
import { openWork } from '../../src/server/work/open-work.ts';
import { peopleOf } from '../../src/server/work/people.ts';
import type { WorkServices } from '../../src/server/work/work-services.ts';
import { Problem } from '../../src/workspace/problem.ts';
import type { Terminal } from './terminal.ts';
import { withKeptWork } from './with-kept-work.ts';

/** @throws UserError when it cannot be opened, or refuses what is asked. */
export function openWorkspace<T>(
  terminal: Pick<Terminal, 'env' | 'cwd'>,
  work: (services: WorkServices) => Promise<T>,
): Promise<T> {
  return withKeptWork(terminal, async ({ config: { dist }, connection, blobs }) => {
    try {
      const { services } = await openWork({
        connection,
        blobs,
        dist,
        clock: Date.now,
        people: () => peopleOf(connection),
      });
      return await work(services);
    } catch (error) {
      throw error instanceof Problem ? new UserError(error.message) : error;
    }
  });
}
