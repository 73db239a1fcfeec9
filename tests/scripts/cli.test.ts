/** The command line as a person or a CI job meets it: output, streams and exit codes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { report as reportSchema } from '../../schemas/diagnostic.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/engine/example-files.ts';
import { doc, TODAY, temporaryFolder } from '../support/content.ts';
import { BIN, runOpsbook } from '../support/opsbook.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const opsbook = (...args: string[]) => runOpsbook(args);

const content = (...args: Parameters<typeof temporaryFolder>) =>
  join(temporaryFolder(...args), 'content');

describe('validate', () => {
  test('is clean on the content of the repository, warnings included', async () => {
    const { status, stdout, stderr } = await opsbook(
      'validate',
      '--format',
      'json',
      '--today',
      TODAY,
    );
    const { summary, diagnostics } = reportSchema.parse(JSON.parse(stdout));
    expect(diagnostics).toEqual([]);
    expect(summary).toMatchObject({ errors: 0, warnings: 0 });
    expect(summary.documents).toBeGreaterThan(15);
    expect([status, stderr]).toEqual([0, '']);
  });

  test('fails with 1 on an error, showing the place and the line', async () => {
    const folder = content({ 'content/a.md': doc('doc.a', 'See [[doc.gone]].\n') });
    const { status, stdout } = await opsbook('validate', '--content', folder);
    expect(status).toBe(1);
    expect(stdout).toContain(`${folder}/a.md:7:5 error reference/unknown-document`);
    expect(stdout).toContain('7 | See [[doc.gone]].');
    expect(stdout).toContain('^^^^^^^^^^^^');
  });

  test('warnings pass, unless there are more than allowed', async () => {
    const folder = content({ 'content/a.md': 'Text.\n' });
    expect((await opsbook('validate', '--content', folder)).status).toBe(0);
    expect((await opsbook('validate', '--content', folder, '--max-warnings', '0')).status).toBe(1);
    expect((await opsbook('validate', '--content', folder, '--max-warnings', '1')).status).toBe(0);
  });

  test.each([
    [['--content', join(ROOT, 'no-such-folder')], 'There is no content folder'],
    [['--content', join(ROOT, 'package.json')], 'is a file — name the folder'],
    [['--format', 'xml'], 'Allowed choices are'],
    [['--today', '2026-02-30'], 'a date that exists'],
    [['--no-such-flag'], 'Unknown option'],
  ])('cannot run with %j: a sentence and 2', async (args, sentence) => {
    const { status, stdout, stderr } = await opsbook('validate', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('an empty folder is not a clean one', async () => {
    const folder = temporaryFolder();
    const { status, stderr } = await opsbook('validate', '--content', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('holds no Markdown documents');
  });

  test('a configuration that is wrong names the key', async () => {
    const folder = content({
      'content/a.md': doc('doc.a'),
      'opsbook.config.json': '{ "titel": "X" }',
    });
    const { status, stderr } = await opsbook('validate', '--content', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('titel');
  });
});

describe('plan', () => {
  /** What the workflow asks: OS-R1, a title with tool and author. */
  const ASKED = ['--input', 'tool=ExampleDB', '--input', 'author=Ada'];

  test('dates the Open-Source Spotlight workflow', async () => {
    const { status, stdout } = await opsbook(
      ...['plan', 'oss', '--anchor', '2026-07-22', ...ASKED, '--format', 'json'],
    );
    const { tasks, title } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(title).toBe('Open-Source Spotlight: ExampleDB by Ada');
    expect(tasks).toHaveLength(14);
    expect([tasks[0].date, tasks.at(-1).date]).toEqual(['2026-07-01', '2026-07-24']);
  });

  test.each([
    ['table', /^Open-Source Spotlight: ExampleDB by Ada\n14 tasks, 2026-07-01 to 2026-07-24\n/],
    ['ics', /^BEGIN:VCALENDAR\r\n[\s\S]*UID:oss\.2026-07-22\.record-demo@opsbook\r\n/],
    ['markdown', /^# Open-Source Spotlight: ExampleDB by Ada\n[\s\S]*\(`record-demo`\)/],
    ['csv', /^date,weekday,[\s\S]*\r\n2026-07-08,Wednesday,,,record-demo,/],
  ])('prints %s', async (format, expected) => {
    const { status, stdout, stderr } = await opsbook(
      ...['plan', 'oss', '--anchor', '2026-07-22', ...ASKED, '--format', format],
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(expected);
  });

  test('keeps the day it runs on out of the output, and takes the day it is told', async () => {
    const args = ['plan', 'oss', '--anchor', '2026-07-23', ...ASKED, '--format', 'ics'];
    const { status, stdout, stderr } = await opsbook(...args);
    expect(status).toBe(0);
    expect(stdout).toContain('DTSTAMP:20260723T000000Z');
    expect(stderr).toBe(
      'Note: The anchor is Thursday 2026-07-23, but “Planned YouTube publication date” is ' +
        'usually a Wednesday.\n',
    );
    const told = await opsbook(...args, '--today', '2026-07-03');
    expect(told.stdout).toContain('DTSTAMP:20260703T000000Z');
    expect(told.stderr).toContain('Due before 2026-07-03: `reach-out-github-authors`.');
  });

  test('simulates the triggers of a content folder', async () => {
    const automatic = exampleWorkflow()
      .replace('{ type: manual }', '{ type: automatic, schedule: "0 9 * * 1" }')
      .replace('anchor:', 'forEach: [client]\n  anchor:');
    const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': automatic });
    const args = ['plan', '--simulate', '--from', '2026-07-01', '--to', '2026-07-14'];
    const { status, stdout } = await opsbook(
      ...[...args, '--content', folder, '--for', 'client=a', '--for', 'client=b'],
      ...['--format', 'json'],
    );
    expect(status).toBe(0);
    const { runs, busiestDays, failures } = JSON.parse(stdout);
    expect(runs.map((run: { anchor: string; for: object }) => [run.anchor, run.for])).toEqual([
      ['2026-07-06', { client: 'a' }],
      ['2026-07-06', { client: 'b' }],
      ['2026-07-13', { client: 'a' }],
      ['2026-07-13', { client: 'b' }],
    ]);
    expect(busiestDays[0]).toEqual({ date: '2026-07-06', tasks: 2 });
    expect(failures).toEqual([]);
    const unnamed = await opsbook(...args, '--content', folder);
    expect(unnamed.stdout).toContain('Give a value for `client`.');
    const stray = await opsbook(...args, '--content', folder, '--for', 'clint=a');
    expect([stray.status, stray.stderr]).toEqual([
      2,
      'opsbook: No workflow here runs for `clint`. Did you mean `client`?\n',
    ]);
  });

  test('a simulation says which workflows it leaves out', async () => {
    const broken = exampleWorkflow({ instructionDocId: 'sop.gone' });
    const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': broken });
    const { status, stderr } = await opsbook(
      ...['plan', '--simulate', '--from', '2026-07-01', '--to', '2026-07-14', '--content', folder],
    );
    expect(status).toBe(0);
    expect(stderr).toContain('Left out for its errors: `flow.md`. Run `opsbook validate`.');
  });

  const range = ['--from', '2026-01-01', '--to', '2026-01-31'];
  test.each([
    [['oss', '--anchor', '2026-02-30'], '2026-02-30'],
    [['os', '--anchor', '2026-07-22'], 'Did you mean `oss`?'],
    [['oss'], '--anchor'],
    [['--anchor', '2026-07-22'], 'Name the workflow to plan'],
    [['oss', '--anchor', '2026-07-22', ...range], '`--from` belongs to `--simulate`'],
    [['oss', '--anchor', '2026-07-22', '--portal', 'ops'], 'Write an address'],
    [['oss', '--anchor', '2026-07-22', '--values', 'a.json'], '`--values` belongs to `--simulate`'],
    [['oss', '--anchor', '2026-07-22', '--zone', 'Asia/Kolkata'], '`oss` is none. Leave it out'],
    [['oss', '--anchor', '2026-07-22', '--zone', 'Kolkata'], '`Kolkata` is not a time zone'],
    [['oss', '--anchor', '2026-07-22', '--input', 'tol=X'], '`tol` is not an input'],
    [['oss', '--anchor', '2026-07-22', '--input', 'tool'], 'Write NAME=VALUE'],
    [['--simulate', ...range, '--input', 'tool=X'], '`--input` is for one run'],
    [['--simulate', ...range, '--zone', 'Asia/Kolkata'], 'Name the value with `--for`'],
    [['--simulate', ...range, '--values', 'no-such.json'], '`no-such.json` cannot be read'],
    [['--simulate', '--from', '2026-01-01'], '`--from DATE --to DATE`'],
    [['--simulate', '--from', '2026-01-01', '--to', '2026-02-30'], 'does not exist'],
    [['--simulate', '--from', '2026-01-02', '--to', '2026-01-01'], 'before it begins'],
    [['--simulate', ...range, '--format', 'ics'], 'printed as `table` or `json`'],
    [['--simulate', ...range, '--anchor', '2026-07-22'], '`--anchor` is for one run'],
    [['--simulate', ...range, '--input', 'tool=a'], '`--input` is for one run'],
    [['--simulate', ...range, '--values', 'none.json'], '`none.json` cannot be read'],
    [['oss', '--anchor', '2026-07-22', '--input', 'tol=a'], 'Did you mean `tool`?'],
    [['oss', '--anchor', '2026-07-22', '--input', 'tool'], 'Write NAME=VALUE.'],
    [['oss', '--anchor', '2026-07-22', '--zone', 'Mars/Base'], '`Mars/Base` is not a time zone.'],
    [['oss', '--anchor', '2026-07-22', '--link', 'Tool GitHub=see drawer 4'], 'not an address'],
  ])('cannot run with %j: a sentence and 2', async (args, sentence) => {
    const { status, stdout, stderr } = await opsbook('plan', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('search finds a step of a task by its words', async () => {
  const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': exampleWorkflow() });
  const { status, stdout } = await opsbook('search', 'publish vidoe', '--content', folder);
  expect(status).toBe(0);
  expect(stdout).toContain('/docs/sop.media.publish/');
});

test('explain shows a rule with its examples, and corrects a near miss', async () => {
  const { status, stdout } = await opsbook('explain', 'link/broken-path');
  expect(status).toBe(0);
  expect(stdout).toContain('Wrong');
  expect(stdout).toContain('Right');
  expect((await opsbook('explain', 'link/broken-pat')).stderr).toContain('link/broken-path');
});

test('lock enters what is new and changes nothing the second time', async () => {
  const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': exampleWorkflow() });
  expect((await opsbook('lock', '--content', folder)).stderr).toContain('is updated');
  expect((await opsbook('lock', '--content', folder)).stderr).toContain('is up to date');
});

test('build refuses content with errors and writes nothing', async () => {
  const folder = content({ 'content/a.md': doc('doc.a', '[[doc.gone]]\n') });
  const out = join(folder, '..', 'dist');
  const { status, stderr } = await opsbook(
    'build',
    '--content',
    folder,
    '--out',
    out,
    '--today',
    TODAY,
  );
  expect(status).toBe(1);
  expect(stderr).toContain('reference/unknown-document');
});

describe('a process', () => {
  const start = (args: readonly string[], options: readonly string[] = []) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [...options, BIN, ...args], {
      encoding: 'utf8',
      cwd: temporaryFolder({ 'content/a.md': doc('doc.a', '[[doc.gone]]\n') }),
    });
    return { status, stdout, stderr };
  };

  test('hands on the streams and the exit code of the command', () => {
    const { status, stdout, stderr } = start(['validate']);
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('content/a.md:7:1 error reference/unknown-document');
    expect(start(['--no-such-flag'])).toMatchObject({ status: 2, stdout: '' });
  });

  test('says which Node it needs when it is run by an older one', () => {
    const older = 'Object.defineProperty(process, "versions", { value: { node: "20.19.0" } })';
    const { status, stdout, stderr } = start(
      ['validate'],
      ['--import', `data:text/javascript,${encodeURIComponent(older)}`],
    );
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^opsbook: Node 24 or newer is needed, and this is v\S+\.\n$/);
  });
});
