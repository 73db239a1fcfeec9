import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { Engine } from '../../examples/engine/engine.ts';
import { temporaryFolder } from '../support/content.ts';
import { publishedFiles, ROOT } from '../support/published.ts';

const MAIN = join(ROOT, 'examples/engine/main.ts');

function templatesFolder(): string {
  const files = [...publishedFiles()].filter(([path]) => path.startsWith('templates/'));
  return temporaryFolder(
    Object.fromEntries(files.map(([path, text]) => [path.slice('templates/'.length), text])),
  );
}

/** What a command prints, read back. */
function engine(database: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, database, ...args], {
    encoding: 'utf8',
  });
  expect(stderr.replace(/^.*ExperimentalWarning.*\n.*\n/m, '')).toBe('');
  expect(status).toBe(0);
  return stdout === '' ? undefined : JSON.parse(stdout);
}

test('is small and knows nothing of Opsbook but the contract', () => {
  const texts = ['engine.ts', 'main.ts'].map((name) =>
    readFileSync(join(ROOT, 'examples/engine', name), 'utf8'),
  );
  expect(texts.join('').split('\n').length - 1).toBeLessThanOrEqual(300);
  const imports = texts.flatMap((text) =>
    [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from),
  );
  expect(imports.filter((from) => !from?.startsWith('node:')).sort()).toEqual([
    './engine.ts',
    'opsbook/workflow',
  ]);
});

test('runs a workflow from the terminal', () => {
  const database = join(temporaryFolder(), 'work.db');
  engine(database, 'seed', templatesFolder());
  expect(engine(database, 'queue', '2026-06-30')).toMatchObject({
    work: [],
    startable: expect.arrayContaining([expect.objectContaining({ type: 'oss' })]),
  });
  expect(engine(database, 'start', 'oss', '2026-07-22')).toBe('oss.2026-07-22');
  expect(engine(database, 'start', 'oss', '2026-07-22')).toBe('oss.2026-07-22.2');
  // One task of each run: all others depend on it.
  expect(engine(database, 'next', '2026-06-30')).toHaveLength(2);
  expect(engine(database, 'show', 'oss.2026-07-22')).toMatchObject({ stage: 'preparation' });
  // What starts on a schedule starts once; a duty for each developer cannot without their names.
  const june = ['catch-up', '2026-06-01', '2026-06-30'];
  const caughtUp = engine(database, ...june);
  const types = caughtUp.templateCreated.map((run: { templateType: string }) => run.templateType);
  expect(new Set(types)).toEqual(new Set(['newsletter', 'tax-report']));
  expect(caughtUp.failures).toMatchObject([{ type: 'daily-standup' }]);
  expect(engine(database, ...june)).toMatchObject({ templateCreated: [] });
});

test('keeps every event it answered when it is killed', async () => {
  const database = join(temporaryFolder(), 'work.db');
  engine(database, 'seed', templatesFolder());
  engine(database, 'start', 'oss', '2026-07-22');
  let answered = 0;
  for (const killAfter of [1, 7, 20]) {
    const child = spawn(process.execPath, [MAIN, database, 'send', 'oss.2026-07-22']);
    const gone = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
    // The child is killed while lines are on their way; what is left of them has no reader.
    child.stdin.on('error', () => {});
    for (let number = 0; number < 500; number += 1) {
      const url = `https://example.org/${killAfter}/${number}`;
      const event = { at: '2026-07-01T09:00:00Z', type: 'set-link', name: 'YouTube', url };
      child.stdin.write(`${JSON.stringify(event)}\n`);
    }
    let lines = 0;
    for await (const line of createInterface({ input: child.stdout })) {
      expect(JSON.parse(line)).toEqual({ effects: [{ type: 'link-set', name: 'YouTube' }] });
      lines += 1;
      if (lines === killAfter) child.kill('SIGKILL');
    }
    expect(await gone).toBe('SIGKILL');
    answered += lines;
    const reopened = new Engine(database);
    const history = reopened.run('oss.2026-07-22').history ?? [];
    reopened.close();
    expect(history.length).toBeGreaterThanOrEqual(answered);
    // Events may be on disk whose answer was never given: at most those after the last answer.
    answered = history.length;
  }
});
