/** What a server does beside requests: one job that fails keeps none of the others. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { AuditEvent } from '../../src/server/audit.ts';
import { readConfig } from '../../src/server/config/config.ts';
import { startServer } from '../../src/server/main.ts';
import { builtFiles, hashCost, makeFolder, openIdentity, secret } from './portal-fixture.ts';

test('lost passwords that cannot be answered keep no change of accounts from the log', async () => {
  const data = makeFolder();
  const config = readConfig({
    OPSBOOK_DIST: makeFolder(builtFiles),
    OPSBOOK_DATA: data,
    OPSBOOK_PORT: '0',
    OPSBOOK_SECRET: secret,
    OPSBOOK_FIRST_ACCOUNT: 'none',
  });
  const events: AuditEvent[] = [];
  const server = await startServer(config, { hashCost, audit: (event) => events.push(event) });
  onTestFinished(() => server.close());
  const beside = new DatabaseSync(join(data, 'opsbook.sqlite'));
  beside.exec('DROP TABLE "resetRequest"');
  beside.close();
  const administration = await openIdentity({ data });
  await administration.accounts.add('ada@example.org');
  await administration.close();
  await vi.waitFor(
    () => {
      const told = events.map(({ event }) => event);
      expect(told).toContain('internal-error');
      expect(told).toContain('account-added');
    },
    { timeout: 30_000 },
  );
});
