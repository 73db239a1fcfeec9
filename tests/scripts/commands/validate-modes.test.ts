/** `validate` held against a commit, a baseline and the ledger, as a curator and a job run it. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Report, report as reportSchema } from '../../../schemas/diagnostic.ts';
import { doc, temporaryFolder } from '../../support/content.ts';
import { commitAll, git } from '../../support/git.ts';
import { runOpsbook } from '../../support/opsbook.ts';

// Which documents are linked from elsewhere changes with the links; here other rules count.
const WITHOUT_ORPHANS = '"severities": { "lifecycle/orphan": "off" }';
const files = {
  'opsbook.config.json': `{ ${WITHOUT_ORPHANS} }`,
  'content/by-id.md': doc('doc.by-id', '[[doc.target]]\n'),
  'content/by-path.md': doc('doc.by-path', '[x](target.md#part)\n'),
  'content/target.md': doc('doc.target', '## Part\n'),
  'content/apart.md': doc('doc.apart', '[[doc.gone]]\n'),
};

const run = (cwd: string, ...args: string[]) => runOpsbook(['validate', ...args], { cwd });

async function reportOf(cwd: string, ...args: string[]): Promise<Report> {
  return reportSchema.parse(JSON.parse((await run(cwd, '--format', 'json', ...args)).stdout));
}

const filesOf = ({ diagnostics }: Report) => diagnostics.map(({ file }) => file);

describe('--changed', () => {
  test('speaks of changed files and of those that point at them, in the same words', async () => {
    const folder = temporaryFolder(files);
    commitAll(folder);
    expect(filesOf(await reportOf(folder))).toEqual(['apart.md']);
    expect(filesOf(await reportOf(folder, '--changed', 'HEAD'))).toEqual([]);
    rmSync(join(folder, 'content/target.md'));
    writeFileSync(join(folder, 'content/new.md'), 'Text, and [x](nowhere.md).\n');
    const [full, changed] = [await reportOf(folder), await reportOf(folder, '--changed', 'HEAD')];
    expect(new Set(filesOf(changed))).toEqual(new Set(['by-id.md', 'by-path.md', 'new.md']));
    const concerned = new Set(['by-id.md', 'by-path.md', 'new.md', 'target.md']);
    expect(changed.diagnostics).toEqual(full.diagnostics.filter(({ file }) => concerned.has(file)));
    expect(full.diagnostics).toHaveLength(changed.diagnostics.length + 1);
  });

  test('counts from where the branch left the other one', async () => {
    const folder = temporaryFolder(files);
    commitAll(folder);
    git(folder, 'branch', 'topic');
    writeFileSync(join(folder, 'content/apart.md'), doc('doc.apart', '[[doc.elsewhere]]\n'));
    commitAll(folder, 'Change on main');
    git(folder, 'checkout', '--quiet', 'topic');
    writeFileSync(join(folder, 'content/target.md'), doc('doc.target', '## Other\n'));
    commitAll(folder, 'Change on topic');
    expect(filesOf(await reportOf(folder, '--changed', 'main'))).toEqual(['by-path.md']);
  });

  test('speaks of every file when the configuration is another one', async () => {
    const folder = temporaryFolder(files);
    commitAll(folder);
    writeFileSync(join(folder, 'opsbook.config.json'), `{ "title": "New", ${WITHOUT_ORPHANS} }`);
    expect(filesOf(await reportOf(folder, '--changed', 'HEAD'))).toEqual(['apart.md']);
  });

  test('a clash with a changed file is a finding of the other one', async () => {
    const folder = temporaryFolder(files);
    commitAll(folder);
    writeFileSync(join(folder, 'content/a-copy.md'), doc('doc.by-id'));
    expect(filesOf(await reportOf(folder, '--changed', 'HEAD'))).toContain('by-id.md');
  });

  test.each([['no-such-branch'], ['--help']])('cannot run without a commit: %s', async (ref) => {
    const folder = temporaryFolder(files);
    commitAll(folder);
    const { status, stdout, stderr } = await run(folder, `--changed=${ref}`);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`\`${ref}\` is no commit in this clone`);
  });

  test('cannot run outside of a repository', async () => {
    const { status, stderr } = await run(temporaryFolder(files), '--changed', 'HEAD');
    expect(status).toBe(2);
    expect(stderr).toContain('not a git repository');
  });
});

describe('--baseline', () => {
  test('holds what is known, fails on what is new and asks for a shorter list', async () => {
    const folder = temporaryFolder(files);
    const args = ['--baseline', 'known.json'];
    expect((await run(folder)).status).toBe(1);
    expect((await run(folder, ...args)).stderr).toContain('There is no baseline at known.json');
    const first = await run(folder, ...args, '--update-baseline');
    expect([first.status, first.stderr]).toEqual([
      0,
      expect.stringContaining('known.json now lists 1 entry.'),
    ]);
    const held = await run(folder, ...args);
    expect([held.status, held.stderr]).toEqual([0, 'known.json suppresses 1 known finding.\n']);
    expect(await reportOf(folder, ...args)).toMatchObject({
      summary: { errors: 0 },
      diagnostics: [],
    });

    writeFileSync(join(folder, 'content/more.md'), doc('doc.more', '[[doc.lost]]\n'));
    expect(filesOf(await reportOf(folder, ...args))).toEqual(['more.md']);

    writeFileSync(join(folder, 'content/apart.md'), doc('doc.apart'));
    rmSync(join(folder, 'content/more.md'));
    const fixed = await reportOf(folder, ...args);
    expect(fixed.diagnostics.map(({ code, file }) => [code, file])).toEqual([
      ['baseline/fixed-finding', 'apart.md'],
    ]);
    expect((await run(folder, ...args, '--update-baseline')).status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'known.json'), 'utf8'))).toEqual({
      version: 1,
      findings: [],
    });
  });

  test.each([
    [['--update-baseline'], 'add `--baseline FILE`'],
    [['--update-baseline', '--baseline', 'b.json', '--changed', 'HEAD'], 'cannot be used with'],
    [['--baseline', 'content/apart.md'], 'is not JSON'],
    [['--baseline', 'opsbook.config.json'], 'is not a baseline'],
  ])('cannot run with %j: a sentence and 2', async (args, sentence) => {
    const folder = temporaryFolder({ ...files, 'opsbook.config.json': '{}' });
    const { status, stdout, stderr } = await run(folder, ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
  });
});

describe('--frozen', () => {
  test('fails until the ledger holds what is published', async () => {
    const folder = temporaryFolder({
      'content/a.md': doc('doc.a', '[[doc.b]]\n'),
      'content/b.md': doc('doc.b', '[[doc.a]]\n'),
    });
    const missing = await run(folder, '--frozen');
    expect([missing.status, missing.stderr]).toEqual([2, expect.stringContaining('opsbook lock')]);
    await runOpsbook(['lock'], { cwd: folder });
    expect((await run(folder, '--frozen')).status).toBe(0);
    writeFileSync(
      join(folder, 'content/b.md'),
      doc('doc.b', '[[doc.a]]\n', 'aliases: [doc.old-b]\n'),
    );
    const [finding, ...more] = (await reportOf(folder, '--frozen')).diagnostics;
    expect(more).toEqual([]);
    expect(finding).toMatchObject({
      code: 'identity/stale-lock',
      file: 'b.md',
      range: { start: { line: 2, column: 5 } },
      message:
        '`registry.lock.json` lacks the alias `doc.old-b` of this document — run `opsbook lock` and commit the file.',
    });
    expect((await run(folder)).status).toBe(0);
  });
});

describe('--fix', () => {
  test('updates the ledger, and shows how before', async () => {
    const folder = temporaryFolder({ 'content/a.md': doc('doc.a') });
    expect((await run(folder, '--fix')).stderr).toBe('There is nothing to fix.\n');
    expect(existsSync(join(folder, 'registry.lock.json'))).toBe(false);
    await runOpsbook(['lock'], { cwd: folder });
    const ledger = () => readFileSync(join(folder, 'registry.lock.json'), 'utf8');
    const before = ledger();
    writeFileSync(join(folder, 'content/b.md'), doc('doc.b'));
    const shown = await run(folder, '--fix', '--dry-run', '--frozen');
    expect(shown.status).toBe(1);
    expect(shown.stdout).toContain('+++ b/registry.lock.json');
    expect(shown.stdout).toContain('+    "doc.b": {"aliases":[],"steps":[]}');
    expect(ledger()).toBe(before);
    expect((await run(folder, '--fix', '--frozen')).status).toBe(0);
    expect(JSON.parse(ledger()).documents).toHaveProperty(['doc.b']);
    expect((await run(folder, '--fix')).stderr).toBe('There is nothing to fix.\n');
  });

  test('--dry-run alone is a mistake', async () => {
    const { status, stderr } = await run(temporaryFolder(files), '--dry-run');
    expect([status, stderr]).toEqual([2, 'opsbook: `--dry-run` belongs to `--fix`.\n']);
  });
});

test('--rule shows the findings of one rule, and knows which there are', async () => {
  const folder = temporaryFolder({ ...files, 'content/plain.md': 'Text.\n' });
  expect(filesOf(await reportOf(folder))).toEqual(['apart.md', 'plain.md']);
  expect(filesOf(await reportOf(folder, '--rule', 'identity/generated-id'))).toEqual(['plain.md']);
  const { status, stderr } = await run(folder, '--rule', 'identity/generated-ids');
  expect(status).toBe(2);
  expect(stderr).toContain('Did you mean `identity/generated-id`?');
});

test('findings that no rule makes are explained like others', async () => {
  for (const code of ['baseline/fixed-finding', 'identity/stale-lock', 'internal/rule-crashed']) {
    const { status, stdout } = await runOpsbook(['explain', code]);
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${code} (error)`)]);
  }
});

describe('lock --retire', () => {
  const lock = (cwd: string, ...args: string[]) => runOpsbook(['lock', ...args], { cwd });
  const ledgerOf = (folder: string) =>
    JSON.parse(readFileSync(join(folder, 'registry.lock.json'), 'utf8'));

  test('takes an id out of use, with its successor', async () => {
    const folder = temporaryFolder({ 'content/a.md': doc('doc.a'), 'content/b.md': doc('doc.b') });
    await lock(folder);
    rmSync(join(folder, 'content/a.md'));
    const { status, stderr } = await lock(folder, '--retire', 'doc.a', '--replaced-by', 'doc.b');
    expect([status, stderr]).toEqual([0, 'registry.lock.json is updated.\n']);
    expect(Object.keys(ledgerOf(folder).documents)).toEqual(['doc.b']);
    expect(ledgerOf(folder).retired).toEqual({ 'doc.a': { replacedBy: 'doc.b' } });
    expect((await lock(folder)).stderr).toContain('is up to date');
  });

  test.each([
    [['--retire', 'doc.b'], 'is the id of a document'],
    [['--retire', 'doc.aa'], 'Did you mean `doc.a`?'],
    [['--retire', 'doc.a', '--replaced-by', 'doc.bb'], 'Did you mean `doc.b`?'],
    [['--replaced-by', 'doc.b'], 'add `--retire ID`'],
  ])('cannot run with %j: a sentence and 2', async (args, sentence) => {
    const folder = temporaryFolder({ 'content/a.md': doc('doc.a'), 'content/b.md': doc('doc.b') });
    await lock(folder);
    const before = ledgerOf(folder);
    rmSync(join(folder, 'content/a.md'));
    const { status, stderr } = await lock(folder, ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(sentence)]);
    expect(ledgerOf(folder)).toEqual(before);
  });
});
