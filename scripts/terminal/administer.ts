/** Opens the database of the portal for a command and records what the command changed. */
import { userInfo } from 'node:os';
import { UserError } from '../../src/diagnostics/user-error.ts';
import type { AdministrationEvent } from '../../src/server/audit.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { ConfigError } from '../../src/server/config/config-error.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { type Auth, openAuth } from '../../src/server/identity/auth.ts';
import type { Terminal } from './terminal.ts';

type Change = Omit<AdministrationEvent, 'by'>;

/** Runs `work` on what `OPSBOOK_DATA` names; what it returns goes to the audit log. */
export async function administer(
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
  work: (auth: Auth) => readonly Change[] | Promise<readonly Change[]>,
): Promise<void> {
  const auth = await openConfigured(env, cwd);
  try {
    const by = env.SUDO_USER ?? userInfo().username;
    for (const change of await work(auth)) auth.auditQueue.add({ ...change, by });
  } finally {
    auth.close();
  }
}

async function openConfigured(env: Terminal['env'], cwd: string): Promise<Auth> {
  try {
    const config = readConfig(env, cwd);
    const { data, origin = 'http://127.0.0.1' } = config;
    return await openAuth({ data, origin, secret: secretOf(config) });
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message);
    throw error;
  }
}
