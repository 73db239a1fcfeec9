/** Putting a newer version in place and taking accounts in leaves what operators made, byte for byte. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { readConfig } from '../../../src/server/config/config.ts';
import { startServer } from '../../../src/server/main.ts';
import { runOpsbook } from '../../support/opsbook.ts';
import { hashCost, makeFolder, writeFiles } from '../portal-fixture.ts';
import { builtWorkflows } from './built-workflows.ts';
import { automatic } from './scheduled-templates.ts';

const ROOT = join(import.meta.dirname, '../../..');
const WEEKLY = automatic({ type: 'weekly', schedule: '0 9 * * 1' });
const KEPT = [
  'run',
  'run_event',
  'run_task',
  'template_version',
  'register_value',
  'role_holder',
  'attachment',
  'schedule_note',
];

test('FR-7 Restarts on newer builds and accounts taken in change no run, task or note', async () => {
  const data = join(makeFolder(), 'data');
  const dist = makeFolder(builtWorkflows([WEEKLY]));
  const env = { OPSBOOK_DATA: data, OPSBOOK_DIST: dist };
  const run = (args: string, input = '') => runOpsbook(args.split(' '), { env, input });
  const serve = async () => {
    const config = { ...env, OPSBOOK_PORT: '0', OPSBOOK_FIRST_ACCOUNT: 'none' };
    await (await startServer(readConfig(config), { hashCost })).close();
  };
  await run('users add ada@example.org');
  await serve();
  await run('work catch-up --from 2026-07-06 --to 2026-07-19');
  const kept = () => {
    using database = new DatabaseSync(join(data, 'opsbook.sqlite'));
    return KEPT.map((table) => JSON.stringify(database.prepare(`SELECT * FROM ${table}`).all()));
  };
  const before = kept();
  expect(before[0]).toContain('weekly');
  const accounts = (await run('users export')).stdout;
  const changed = { ...WEEKLY, name: 'Weekly, newly', contentHash: `${WEEKLY.contentHash}0` };
  for (const templates of [[changed], [], [changed, { ...WEEKLY, type: 'other' }]]) {
    writeFiles(dist, builtWorkflows(templates));
    writeFileSync(join(dist, 'build.json'), JSON.stringify({ templates: templates.length }));
    await serve();
    expect((await run('users import -', accounts)).stderr).toBe('Added 0, left 1 as they were.\n');
    await run('work migrate');
    expect(kept()).toEqual(before);
  }
});

test('FR-6 A deployment holds no key of its own, and ends by checking that people can work', () => {
  const folders = ['.github', 'deploy'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
  const files = [...folders, join(ROOT, 'docs/deploy.md')];
  expect(files.length).toBeGreaterThan(6);
  const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
  // Long-lived credentials, and commands that change infrastructure elsewhere.
  const forbidden =
    /\bAKIA[0-9A-Z]{16}\b|aws[_-]access[_-]key|secrets\.(?!GITHUB_TOKEN)|-----BEGIN [A-Z ]*PRIVATE KEY|\b(?:terraform|pulumi|kubectl|helm|cloudformation|cdk)\b/i;
  const wrong = [...texts].filter(([, text]) => forbidden.test(text)).map(([file]) => file);
  expect(wrong).toEqual([]);
  const update = texts.get(join(ROOT, 'deploy/update.sh'))?.trimEnd().split('\n') ?? [];
  expect(update[1]).toMatch(/^#/);
  expect(update).toContain('set -eu');
  expect(update.at(-1)).toBe('opsbook work check');
  expect(texts.get(join(ROOT, 'docs/deploy.md'))).toContain('deploy/update.sh');
});
