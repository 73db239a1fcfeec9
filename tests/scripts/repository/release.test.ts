/** What a release does to a repository, tried on a small one; and the workflows that make it. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../../support/content.ts';
import { commitAll, git } from '../../support/git.ts';

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const MANIFEST = { name: 'opsbook', version: '0.1.0', private: true };
const CHANGELOG = '# Changelog\n\nWords.\n\n## Unreleased\n\n### Added\n\n- A thing.\n';
const changeset = (bump?: string) => `---\n${bump ? `"opsbook": ${bump}\n` : ''}---\n\nA thing.\n`;

function repository(files: Readonly<Record<string, string>>): string {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const folder = temporaryFolder({
    'package.json': json(MANIFEST),
    'package-lock.json': json({ ...MANIFEST, lockfileVersion: 3, packages: { '': MANIFEST } }),
    'CHANGELOG.md': CHANGELOG,
    '.changeset/config.json': read('.changeset/config.json'),
    ...files,
  });
  commitAll(folder);
  return folder;
}

function release(cwd: string, wanted: string) {
  const program = join(ROOT, 'scripts/repository/release.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, wanted], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1800000000' },
  });
  return { status, stdout, stderr };
}

/** As `npm run release:version` does. */
function raise(cwd: string) {
  const changesets = join(ROOT, 'node_modules/@changesets/cli/bin.js');
  const raised = spawnSync(process.execPath, [changesets, 'version'], { cwd, encoding: 'utf8' });
  return raised.status === 0 ? release(cwd, 'version') : raised;
}

describe('a release', () => {
  test('raises the version everywhere, and names the changes after it', () => {
    const folder = repository({
      '.changeset/a.md': changeset('minor'),
      '.changeset/b.md': changeset('patch'),
    });
    expect(release(folder, 'next').stdout).toBe('version\n');
    expect(raise(folder).status).toBe(0);
    const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    expect([manifest.version, lock.version, lock.packages[''].version]).toEqual(
      Array(3).fill('0.2.0'),
    );
    expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toBe(
      CHANGELOG.replace('## Unreleased\n', '## Unreleased\n\n## 0.2.0 - 2027-01-15\n'),
    );
    expect(readdirSync(join(folder, '.changeset'))).toEqual(['config.json']);
    expect(release(folder, 'notes').stdout).toBe('### Added\n\n- A thing.\n');
    expect(release(folder, 'next').stdout).toBe('publish\n');
    git(folder, 'tag', 'v0.2.0');
    expect(release(folder, 'next').stdout).toBe('none\n');
  });

  test('may be the first one of the version there is', () => {
    const folder = repository({ '.changeset/first.md': changeset() });
    expect(raise(folder).status).toBe(0);
    expect(existsSync(join(folder, '.changeset/first.md'))).toBe(false);
    expect(release(folder, 'notes').stdout).toContain('A thing.');
  });

  test('is made of something, and of no version twice', () => {
    const folder = repository({});
    expect(release(folder, 'next').stdout).toBe('none\n');
    expect(release(folder, 'notes').stderr).toContain('no section for 0.1.0');
    const empty = repository({
      'CHANGELOG.md': '# Changelog\n\n## Unreleased\n',
      '.changeset/a.md': changeset('patch'),
    });
    expect(raise(empty)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('nothing to release'),
    });
    const twice = repository({
      'CHANGELOG.md': `${CHANGELOG}\n## 0.1.0 - 2026-01-01\n`,
      '.changeset/a.md': changeset(),
    });
    expect(raise(twice).stderr).toContain('0.1.0 is released already');
  });

  test('of this repository could be made', () => {
    const status = spawnSync(
      process.execPath,
      [join(ROOT, 'node_modules/@changesets/cli/bin.js'), 'status'],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect([status.status, status.stderr]).toEqual([0, '']);
    expect(read('CHANGELOG.md')).toMatch(/^## Unreleased\n\n###/m);
  });
});

describe('the workflows', () => {
  const folder = '.github/workflows';
  const workflows = readdirSync(join(ROOT, folder)).map((name) => parse(read(`${folder}/${name}`)));
  interface Step {
    readonly uses?: string;
    readonly run?: string;
  }
  interface Job {
    readonly steps: readonly Step[];
    readonly needs?: string | readonly string[];
    readonly permissions?: Readonly<Record<string, string>>;
  }
  const jobs = workflows.flatMap((workflow) => Object.values<Job>(workflow.jobs));

  test('take every action at a commit', () => {
    const taken = jobs.flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
    expect(taken.length).toBeGreaterThan(10);
    for (const each of taken) expect(each).toMatch(/^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40}$/);
  });

  test('run scripts that there are, as the page about releasing does', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const steps = jobs.flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const runs = [...steps, read('docs/releasing.md')].join('\n');
    const named = [...runs.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(scripts).toHaveProperty([name as string]);
  });

  test('let only the job that publishes prove who it is, and that runs nothing of the packages', () => {
    const proving = jobs.filter(({ permissions }) => permissions?.['id-token'] === 'write');
    expect(proving).toHaveLength(1);
    const [{ steps } = { steps: [] }] = proving;
    const runs = steps.flatMap(({ run }) => run ?? []).join('\n');
    expect(runs).toMatch(/npm publish .*--provenance --access public/);
    expect(runs).not.toMatch(/npm (?:ci|install|run)/);
    expect(steps.some(({ uses }) => uses?.startsWith('actions/checkout@'))).toBe(false);
  });
});
