/** `opsbook serve`: the built portal, behind sign-in. */

import { Command } from 'commander';
import { repairOutput } from '../../src/build/output-folder.ts';
import { auditTo } from '../../src/server/audit.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { ConfigError } from '../../src/server/config/config-error.ts';
import { type RunningServer, startServer } from '../../src/server/main.ts';

export const serveCommand = new Command('serve')
  .description('Serve the built portal to signed-in people.')
  .option('--dist <dir>', 'the built output (default: OPSBOOK_DIST, else dist)')
  .action(async (options: { dist?: string }) => {
    await serve(options);
  });

/**
 * Starts the portal as the environment says and prints its address, on the very first start with
 * the first account. When it cannot start it says why, sets exit code 2 and answers undefined.
 */
export async function serve({
  dist,
}: {
  readonly dist?: string;
}): Promise<RunningServer | undefined> {
  try {
    const config = readConfig({
      ...process.env,
      ...(dist !== undefined && { OPSBOOK_DIST: dist }),
    });
    repairOutput(config.dist);
    const server = await startServer(config, { audit: auditTo(process.stderr) });
    console.log(server.url);
    if (server.firstAccount) {
      console.log(`\nSign in as         ${server.firstAccount.email}`);
      console.log(`One-time password  ${server.firstAccount.password}`);
      console.log('You choose your own after signing in. This is shown only now.');
    }
    return server;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const problem of error.problems) console.error(problem);
    process.exitCode = 2;
    return undefined;
  }
}
