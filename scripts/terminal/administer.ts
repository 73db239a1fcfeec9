/** Opens the database of the portal for a command, whose user the audit log will name. */
import { userInfo } from 'node:os';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { databaseFailure } from '../../src/server/database/database-failure.ts';
import { openDatabase } from '../../src/server/database/open-database.ts';
import { type Auth, openAuth } from '../../src/server/identity/auth.ts';
import type { Terminal } from './terminal.ts';
import { withConfig } from './with-config.ts';

/**
 * Runs `work` on the database that the environment names.
 *
 * @throws UserError when the database cannot be used.
 */
export function administer(
  terminal: Pick<Terminal, 'env' | 'cwd'>,
  work: (auth: Auth) => void | Promise<void>,
): Promise<void> {
  return withConfig(terminal, async (config) => {
    // Before the secret: where that is without the embedded database, one was lost.
    const { db, close } = await openDatabase(config);
    try {
      const { origin = 'http://127.0.0.1' } = config;
      const by = terminal.env.SUDO_USER ?? userInfo().username;
      const sendsMail = config.mail !== undefined;
      await work(await openAuth({ db, origin, secret: secretOf(config), by, sendsMail }));
    } catch (error) {
      const failure = databaseFailure(error);
      if (failure === undefined) throw error;
      throw new UserError(`The database ${failure.state} — ${failure.advice}`);
    } finally {
      await close();
    }
  });
}
