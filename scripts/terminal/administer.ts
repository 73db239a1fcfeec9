/** Opens the database of the portal for a command, whose user the audit log will name. */
import { userInfo } from 'node:os';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { databaseFailure } from '../../src/server/database/database-failure.ts';
import { ensureSqliteFile } from '../../src/server/database/sqlite-file.ts';
import { type Auth, openAuth } from '../../src/server/identity/auth.ts';
import type { Terminal } from './terminal.ts';
import { withConfig } from './with-config.ts';

/**
 * Runs `work` on what `OPSBOOK_DATA` names.
 *
 * @throws UserError when the database cannot be used.
 */
export async function administer(
  terminal: Pick<Terminal, 'env' | 'cwd'>,
  work: (auth: Auth) => void | Promise<void>,
): Promise<void> {
  const auth = await openConfigured(terminal);
  try {
    await work(auth);
  } catch (error) {
    const failure = databaseFailure(error);
    if (failure === undefined) throw error;
    throw new UserError(`The database ${failure.state} — ${failure.advice}`);
  } finally {
    auth.close();
  }
}

function openConfigured(terminal: Pick<Terminal, 'env' | 'cwd'>): Promise<Auth> {
  return withConfig(terminal, (config) => {
    const { data, origin = 'http://127.0.0.1' } = config;
    // Before the secret: where that is without a database, one was lost.
    ensureSqliteFile(data);
    const by = terminal.env.SUDO_USER ?? userInfo().username;
    return openAuth({ data, origin, secret: secretOf(config), by });
  });
}
