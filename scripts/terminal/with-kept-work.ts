/** Opens what an installation keeps, its database and its files, for a command. */
import { UserError } from '../../src/diagnostics/user-error.ts';
import type { ServerConfig } from '../../src/server/config/config.ts';
import type { Connection } from '../../src/server/database/connection.ts';
import { databaseFailure } from '../../src/server/database/database-failure.ts';
import { openDatabase } from '../../src/server/database/open-database.ts';
import { openBlobs } from '../../src/server/work/blobs/open-blobs.ts';
import type { Blobs } from '../../src/workspace/blobs.ts';
import type { Terminal } from './terminal.ts';
import { withConfig } from './with-config.ts';

export interface KeptWork {
  readonly config: ServerConfig;
  readonly connection: Connection;
  readonly blobs: Blobs;
}

/** @throws UserError when the database or the files cannot be used. */
export function withKeptWork<T>(
  terminal: Pick<Terminal, 'env' | 'cwd'>,
  work: (kept: KeptWork) => Promise<T>,
): Promise<T> {
  return withConfig(terminal, async (config) => {
    const connection = await openDatabase(config);
    try {
      return await work({ config, connection, blobs: openBlobs(config) });
    } catch (error) {
      const failure = databaseFailure(error);
      if (failure === undefined) throw error;
      throw new UserError(
        `The database \`${connection.name}\` ${failure.state} — ${failure.advice}`,
      );
    } finally {
      await connection.close();
    }
  });
}
