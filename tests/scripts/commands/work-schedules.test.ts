/** The commands for schedules, registers and roles, as people and machines run them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { makeFolder } from '../../server/portal-fixture.ts';
import { builtWorkflows } from '../../server/work/built-workflows.ts';
import { automatic } from '../../server/work/scheduled-templates.ts';
import { runOpsbook } from '../../support/opsbook.ts';

const WEEKLY = automatic({ type: 'weekly', schedule: '0 9 * * 1' });
const REPORT = automatic({ type: 'report', schedule: '0 9 * * 1', tasks: 1, forEach: ['client'] });
const LOCAL = automatic({
  type: 'local',
  schedule: '0 9 * * 1',
  forEach: ['client', 'town'],
  timeZone: 'each',
});
const WEEK = ['--from', '2026-07-06', '--to', '2026-07-12'];

function installation(templates: readonly WorkflowTemplate[]) {
  const cwd = makeFolder();
  const env = {
    OPSBOOK_DATA: join(makeFolder(), 'data'),
    OPSBOOK_DIST: makeFolder(builtWorkflows(templates)),
  };
  const run = (args: string, input = '') => runOpsbook(args.split(' '), { cwd, env, input });
  return {
    run,
    work: (args: string, input = '') => run(`work ${args}`, input),
    write: (name: string, text: string) => writeFileSync(join(cwd, name), text),
  };
}

test('a range is caught up on, in words and as JSON, and twice is once', async () => {
  const { work } = installation([WEEKLY, REPORT]);
  await work('register set report --for client=acme');
  const dry = await work(`catch-up ${WEEK.join(' ')} --dry-run`);
  expect([dry.status, dry.stdout]).toEqual([0, expect.stringContaining('2 runs to make')]);
  const first = await work(`catch-up ${WEEK.join(' ')}`);
  expect([first.status, first.stderr]).toEqual([0, '']);
  expect(first.stdout).toMatch(/2 runs made\n\nMade\n\nRun .*\n-.*\nr\w{20} +2026-07-06 +weekly /);
  expect(first.stdout).toContain('client=acme');
  const again = JSON.parse((await work(`catch-up ${WEEK.join(' ')} --json`)).stdout);
  expect(again).toMatchObject({ templateCreated: [], recurringGenerated: [], failures: [] });
  expect([again.templateSkipped.length, again.recurringSkipped.length]).toEqual([1, 1]);
});

test('a range that is none ends with 2 and a sentence, a failure with 1', async () => {
  const { work } = installation([REPORT]);
  const reversed = await work('catch-up --from 2026-07-12 --to 2026-07-06');
  expect(reversed).toMatchObject({ status: 2, stderr: expect.stringMatching(/Swap its ends/) });
  const open = await work('catch-up --from 2026-07-12');
  expect(open).toMatchObject({ status: 2, stderr: expect.stringContaining('--to <date>') });
  const failed = await work(`catch-up ${WEEK.join(' ')}`);
  expect(failed).toMatchObject({ status: 1, stdout: expect.stringContaining('- report: ') });
});

test('a look begins the schedules and says what it made', async () => {
  const { work } = installation([WEEKLY]);
  expect(await work('tick')).toEqual({ status: 0, stdout: '0 runs made\n', stderr: '' });
  expect(JSON.parse((await work('tick --json')).stdout)).toMatchObject({ made: [], failures: [] });
});

test('a register is taken in from CSV and JSON, all or nothing, with the lines that are wrong', async () => {
  const { work, write } = installation([REPORT, LOCAL, WEEKLY]);
  write(
    'values.csv',
    'type,client,town,timeZone,from,until,daysOff\r\n' +
      'report,acme,,,,,\r\n' +
      '\r\n' +
      'local,"The ""Big""\nOne",Oslo,Europe/Oslo,2026-01-01,,2026-05-17 2026-12-25\r\n' +
      'local,globex,Bergen,Europe/Oslo,,,\r\n',
  );
  expect(await work('register import values.csv')).toMatchObject({
    status: 0,
    stderr: 'Kept 3 values.\n',
  });
  const listed = await work('register list --json');
  expect(JSON.parse(listed.stdout)).toEqual({
    report: [{ for: { client: 'acme' } }],
    local: [
      {
        for: { client: 'The "Big"\nOne', town: 'Oslo' },
        timeZone: 'Europe/Oslo',
        daysOff: ['2026-05-17', '2026-12-25'],
        from: '2026-01-01',
      },
      { for: { client: 'globex', town: 'Bergen' }, timeZone: 'Europe/Oslo' },
    ],
  });
  write(
    'wrong.csv',
    'client,town,timeZone,from\n' +
      'new,Oslo,Europe/Oslo,\n' +
      '"two\nlines",Oslo,,\n' +
      'zone,Oslo,Mars/Olympus,\n' +
      'day,Oslo,Europe/Oslo,2026-02-30\n' +
      'short,,Europe/Oslo,\n' +
      'new,Oslo,Europe/Oslo,2026-01-01\n',
  );
  const wrong = await work('register import wrong.csv --type local');
  expect([
    wrong.status,
    wrong.stderr
      .trim()
      .split('\n')
      .map((line) => line.replace('opsbook: ', '')),
  ]).toEqual([
    2,
    [
      expect.stringMatching(/^Line 3: .*time zone of each value/),
      expect.stringMatching(/^Line 5: `timeZone` is `Mars\/Olympus`/),
      expect.stringMatching(/^Line 6: `from` is `2026-02-30`/),
      expect.stringMatching(
        /^Line 7: Workflow `local` runs for `client` and `town`, not for `client`/,
      ),
      'Line 8: this is the value of line 2.',
    ],
  ]);
  expect((await work('register list --json')).stdout).toBe(listed.stdout);
  write('values.json', JSON.stringify({ report: [{ client: 'initech' }], weekly: [{ a: 'b' }] }));
  const unfit = await work('register import values.json');
  expect(unfit).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/`weekly\[0\]`: No workflow `weekly` runs for anything/),
  });
  write('values.json', listed.stdout);
  expect((await work('register import values.json')).stderr).toBe('Kept 3 values.\n');
  expect((await work('register remove report --for client=acme')).status).toBe(0);
  expect(await work('register remove report --for client=acme')).toMatchObject({ status: 2 });
  expect((await work('register list report')).stdout).toBe('No workflow runs for anything yet.\n');
});

test('a value is named by all that its workflow runs for, and a misspelt workflow is suggested', async () => {
  const { work } = installation([REPORT, LOCAL]);
  expect(await work('register set local --for client=acme --zone Europe/Oslo')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('runs for `client` and `town`'),
  });
  expect(await work('register set reprot --for client=acme')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean `report`?'),
  });
  expect(await work('register set report --for client')).toMatchObject({ status: 2 });
});

test('roles are given to accounts, for all or for one value, and taken away', async () => {
  const staffed = { ...REPORT, roles: { editor: 'Editor' } };
  const { run, work } = installation([staffed]);
  await run('users add ada@example.org');
  expect((await work('roles add editor ada@example.org --for acme')).status).toBe(0);
  expect((await work('roles add editor Ada@example.org')).status).toBe(0);
  expect((await work('roles list')).stdout).toBe(
    'editor  ada@example.org\neditor  ada@example.org  for acme\n',
  );
  expect((await work('roles remove editor ada@example.org')).status).toBe(0);
  expect(JSON.parse((await work('roles list --json')).stdout)).toEqual([
    { role: 'editor', email: 'ada@example.org', value: 'acme' },
  ]);
  expect(await work('roles remove editor ada@example.org')).toMatchObject({ status: 2 });
  expect(await work('roles add editro ada@example.org')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('Did you mean `editor`?'),
  });
  expect(await work('roles add editor bob@example.org')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no account `bob@example.org`'),
  });
});

test('the roles of somebody are handed over, and what cannot be is told', async () => {
  const staffed = { ...REPORT, roles: { editor: 'Editor' } };
  const { run, work } = installation([staffed]);
  for (const name of ['ada', 'bob']) await run(`users add ${name}@example.org`);
  await work('roles add editor ada@example.org --for acme');
  expect(await work('hand-over ada@example.org Bob@example.org')).toMatchObject({
    status: 0,
    stderr: 'Handed over 0 open tasks and 1 role.\n',
  });
  expect((await work('roles list')).stdout).toBe('editor  bob@example.org  for acme\n');
  expect(await work('hand-over ada@example.org ada@example.org')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('not the same'),
  });
  expect(await work('hand-over ada@example.org eve@example.org')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('There is no account `eve@example.org`'),
  });
});

test('FR-T6 A check passes with workflows and somebody to start one or work, and says what lacks', async () => {
  const { run, work } = installation([WEEKLY]);
  const nothing = await work('check');
  expect(nothing).toMatchObject({ status: 1, stderr: expect.stringContaining('no database') });
  await work('migrate');
  const nobody = await work('check');
  expect(nobody).toMatchObject({ status: 1, stderr: expect.stringContaining('nobody who may') });
  await work('catch-up --from 2026-07-06 --to 2026-07-06');
  const kept = await work('check');
  expect(kept).toMatchObject({ status: 0, stderr: '', stdout: expect.stringContaining('1 kept') });
  await run('users add ada@example.org');

  const empty = installation([]);
  await empty.work('migrate');
  expect(await empty.work('check')).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('has no workflow'),
  });
});
