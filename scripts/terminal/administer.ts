/** Opens the database of the portal for a command and records what the command changed. */
import { userInfo } from 'node:os';
import { CommandError } from '../../src/diagnostics/user-error.ts';
import type { AdministrationEvent } from '../../src/server/audit.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { ConfigError } from '../../src/server/config/config-error.ts';
import { secretOf } from '../../src/server/config/secret.ts';
import { type Auth, openAuth } from '../../src/server/identity/auth.ts';

type Change = Omit<AdministrationEvent, 'by'>;

/** Runs `work` on what `OPSBOOK_DATA` names; what it answers goes to the audit log. */
export async function administer(
  work: (auth: Auth) => readonly Change[] | Promise<readonly Change[]>,
): Promise<void> {
  const auth = await openConfigured();
  try {
    const by = process.env.SUDO_USER ?? userInfo().username;
    for (const change of await work(auth)) auth.auditQueue.add({ ...change, by });
  } finally {
    auth.close();
  }
}

async function openConfigured(): Promise<Auth> {
  try {
    const config = readConfig(process.env);
    const { data, origin = 'http://127.0.0.1' } = config;
    return await openAuth({ data, origin, secret: secretOf(config) });
  } catch (error) {
    if (error instanceof ConfigError) throw new CommandError(error.message);
    throw error;
  }
}
