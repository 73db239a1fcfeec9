/** Opens the database of the portal for a command, whose user the audit log will name. */
import { userInfo } from 'node:os';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { ConfigError } from '../../src/server/config/config-error.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { type Auth, openAuth } from '../../src/server/identity/auth.ts';
import { ensureDatabase } from '../../src/server/identity/database.ts';
import { databaseFailure } from '../../src/server/identity/database-failure.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs `work` on what `OPSBOOK_DATA` names.
 *
 * @throws UserError when the database cannot be used.
 */
export async function administer(
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
  work: (auth: Auth) => void | Promise<void>,
): Promise<void> {
  const auth = await openConfigured(env, cwd);
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

async function openConfigured(env: Terminal['env'], cwd: string): Promise<Auth> {
  try {
    const config = readConfig(env, cwd);
    const { data, origin = 'http://127.0.0.1' } = config;
    // Before the secret: where that is without a database, one was lost.
    ensureDatabase(data);
    const by = env.SUDO_USER ?? userInfo().username;
    return await openAuth({ data, origin, secret: secretOf(config), by });
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message);
    throw error;
  }
}
