/** The repository's own content, built and served behind sign-in on a loopback port. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { readConfig } from '../../src/server/config/config.ts';
import { startServer } from '../../src/server/main.ts';
import { build } from './build.ts';

export interface RunningPortal {
  readonly url: string;
  readonly dist: string;
  readonly account: { readonly email: string; readonly password: string };
  close(): Promise<void>;
}

export async function startPortal(content: string): Promise<RunningPortal> {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-portal-'));
  const dist = join(folder, 'dist');
  const blocking = await build({ content, out: dist });
  if (blocking > 0) throw new Error(`${blocking} findings keep ${content} from being built`);
  const server = await startServer(
    readConfig({
      OPSBOOK_DIST: dist,
      OPSBOOK_DATA: join(folder, 'data'),
      OPSBOOK_PORT: '0',
      OPSBOOK_SESSION_REQUESTS: '0',
    }),
  );
  if (!server.firstAccount) throw new Error('The first start made no account');
  return {
    url: server.url,
    dist,
    account: server.firstAccount,
    async close() {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** URL path of every file of a build. */
export function emittedPaths(dist: string): string[] {
  return readdirSync(dist, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dist, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}
