/** The command line as a person or a CI job meets it: output, streams and exit codes. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { report as reportSchema } from '../../schemas/diagnostic.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/example-files.ts';
import { doc, TODAY, temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const opsbook = (...args: string[]) => runOpsbook(args);

const content = (...args: Parameters<typeof temporaryFolder>) =>
  join(temporaryFolder(...args), 'content');

describe('validate', () => {
  test('is clean on the content of the repository, warnings included', () => {
    const { status, stdout, stderr } = opsbook('validate', '--format', 'json');
    const { summary, diagnostics } = reportSchema.parse(JSON.parse(stdout));
    expect(diagnostics).toEqual([]);
    expect(summary).toMatchObject({ errors: 0, warnings: 0 });
    expect(summary.documents).toBeGreaterThan(15);
    expect([status, stderr]).toEqual([0, '']);
  });

  test('fails with 1 on an error, showing the place and the line', () => {
    const folder = content({ 'content/a.md': doc('doc.a', 'See [[doc.gone]].\n') });
    const { status, stdout } = opsbook('validate', '--content', folder);
    expect(status).toBe(1);
    expect(stdout).toContain(`${folder}/a.md:7:5 error reference/unknown-document`);
    expect(stdout).toContain('7 | See [[doc.gone]].');
    expect(stdout).toContain('^^^^^^^^^^^^');
  });

  test('warnings pass, unless there are more than allowed', () => {
    const folder = content({ 'content/a.md': 'Text.\n' });
    expect(opsbook('validate', '--content', folder).status).toBe(0);
    expect(opsbook('validate', '--content', folder, '--max-warnings', '0').status).toBe(1);
    expect(opsbook('validate', '--content', folder, '--max-warnings', '1').status).toBe(0);
  });

  test.each([
    [['--content', join(ROOT, 'no-such-folder')], 'There is no content folder'],
    [['--content', join(ROOT, 'package.json')], 'There is no content folder'],
    [['--format', 'xml'], 'Allowed choices are'],
    [['--today', '2026-02-30'], 'a date that exists'],
    [['--no-such-flag'], 'unknown option'],
  ])('cannot run with %j: a sentence and 2', (args, sentence) => {
    const { status, stdout, stderr } = opsbook('validate', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('an empty folder is not a clean one', () => {
    const folder = temporaryFolder();
    const { status, stderr } = opsbook('validate', '--content', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('holds no Markdown documents');
  });

  test('a configuration that is wrong names the key', () => {
    const folder = content({
      'content/a.md': doc('doc.a'),
      'opsbook.config.json': '{ "titel": "X" }',
    });
    const { status, stderr } = opsbook('validate', '--content', folder);
    expect(status).toBe(2);
    expect(stderr).toContain('titel');
  });
});

describe('plan', () => {
  test('dates the Open-Source Spotlight workflow', () => {
    const { status, stdout } = opsbook('plan', 'oss', '--anchor', '2026-07-22', '--format', 'json');
    const { tasks, title } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(title).toBe('Open-Source Spotlight: 2026-07-22');
    expect(tasks).toHaveLength(14);
    expect([tasks[0].date, tasks.at(-1).date]).toEqual(['2026-07-01', '2026-07-24']);
  });

  test.each([
    [['oss', '--anchor', '2026-02-30'], '2026-02-30'],
    [['os', '--anchor', '2026-07-22'], 'Did you mean `oss`?'],
    [['oss'], '--anchor'],
  ])('cannot run with %j: a sentence and 2', (args, sentence) => {
    const { status, stdout, stderr } = opsbook('plan', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

test('search finds a step of a task by its words', () => {
  const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': exampleWorkflow() });
  const { status, stdout } = opsbook('search', 'publish vidoe', '--content', folder);
  expect(status).toBe(0);
  expect(stdout).toContain('/docs/sop.media.publish/');
});

test('explain shows a rule with its examples, and corrects a near miss', () => {
  const { status, stdout } = opsbook('explain', 'link/broken-path');
  expect(status).toBe(0);
  expect(stdout).toContain('Wrong');
  expect(stdout).toContain('Right');
  expect(opsbook('explain', 'link/broken-pat').stderr).toContain('link/broken-path');
});

test('lock enters what is new and changes nothing the second time', () => {
  const folder = content({ 'content/sop.md': EXAMPLE_SOP, 'content/flow.md': exampleWorkflow() });
  expect(opsbook('lock', '--content', folder).stderr).toContain('is updated');
  expect(opsbook('lock', '--content', folder).stderr).toContain('is up to date');
});

test('build refuses content with errors and writes nothing', () => {
  const folder = content({ 'content/a.md': doc('doc.a', '[[doc.gone]]\n') });
  const out = join(folder, '..', 'dist');
  const { status, stderr } = opsbook('build', '--content', folder, '--out', out, '--today', TODAY);
  expect(status).toBe(1);
  expect(stderr).toContain('reference/unknown-document');
});
