/** Reads what the environment says of the server, for a command. */
import { UserError } from '../../src/diagnostics/user-error.ts';
import { readConfig, type ServerConfig } from '../../src/server/config/config.ts';
import { ConfigError } from '../../src/server/config/config-error.ts';
import type { Terminal } from './terminal.ts';

/**
 * Runs `work` with the configuration.
 *
 * @param given what the command line says besides the environment
 * @throws UserError when the configuration, or what it names, cannot be used.
 */
export async function withConfig<T>(
  { env, cwd }: Pick<Terminal, 'env' | 'cwd'>,
  work: (config: ServerConfig) => T | Promise<T>,
  given: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await work(readConfig({ ...env, ...given }, cwd));
  } catch (error) {
    if (error instanceof ConfigError) throw new UserError(error.message);
    throw error;
  }
}
