import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { doc, temporaryFolder } from '../../support/content.ts';
import { commitAll, git } from '../../support/git.ts';
import { contentOf } from '../../support/killed-change.ts';
import { BIN, runOpsbook } from '../../support/opsbook.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const STARTER = join(ROOT, 'starter');
const VERSION = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version;

const init = (cwd: string, ...args: string[]) => runOpsbook(['init', ...args], { cwd });
const read = (folder: string, path: string) => readFileSync(join(folder, path), 'utf8');

/** Every file, dot files among them. */
function treeOf(folder: string): Record<string, string> {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('.git/'));
  return Object.fromEntries(files.sort().map((path) => [path, read(folder, path)]));
}

describe('a new project', () => {
  test('is clean at once, its ledger too, and its workflow can be planned', async () => {
    const folder = temporaryFolder();
    const { status, stdout, stderr } = await init(folder, 'handbook', '--yes');
    expect(status).toBe(0);
    expect(stderr).toBe(
      'Wrote 13 files for Handbook in handbook.\n\nNext:\n  cd handbook\n  npm install\n  npm start\n  npm run validate\n',
    );
    const cwd = join(folder, 'handbook');
    expect(stdout.trimEnd().split('\n').sort()).toEqual(
      Object.keys(treeOf(cwd)).map((path) => `handbook/${path}`),
    );
    const verdict = await runOpsbook(['validate', '--frozen', '--max-warnings', '0'], { cwd });
    expect(verdict).toEqual({
      status: 0,
      stdout: '3 documents in content: no findings.\n',
      stderr: '',
    });
    const args = ['--anchor', '2027-01-11', '--input', 'colleague=Ada', '--input', 'place=At home'];
    const plan = await runOpsbook(['plan', 'welcome', ...args, '--format', 'json'], { cwd });
    expect(plan).toMatchObject({ status: 0, stderr: '' });
    const { title, tasks } = JSON.parse(plan.stdout);
    expect([title, tasks.length]).toEqual(['Welcome Ada', 4]);
  });

  test('is not changed by a second run, wherever its documents are', async () => {
    const folder = temporaryFolder();
    for (const args of [[], ['--content', 'our kb', '--no-portal', '--title', 'A "b" \\ {{x}}']]) {
      const project = join(folder, `p${args.length}`);
      expect((await init(folder, project, '--yes', ...args)).status).toBe(0);
      const before = treeOf(project);
      const again = await init(folder, project, '--yes');
      expect(again).toEqual({
        status: 0,
        stdout: '',
        stderr: `There is nothing to add: ${relative(folder, project)} has all of it.\n`,
      });
      expect(treeOf(project)).toEqual(before);
    }
  });

  test('has the same bytes wherever and whenever it is made', async () => {
    const folder = temporaryFolder();
    await init(folder, 'a/handbook', '--yes');
    await runOpsbook(['init', 'b/handbook', '--yes'], {
      cwd: folder,
      env: { SOURCE_DATE_EPOCH: '0', TZ: 'Asia/Tokyo' },
    });
    expect(treeOf(join(folder, 'a'))).toEqual(treeOf(join(folder, 'b')));
    expect(Object.values(treeOf(join(folder, 'a'))).join('')).not.toMatch(/\d{4}-\d\d-\d\d/);
  });

  test('names schemas of the package that there are, from wherever the content lies', async () => {
    const folder = temporaryFolder();
    await init(folder, '--yes', '--content', 'a/b/docs');
    const schema = JSON.parse(read(folder, 'a/b/opsbook.config.json')).$schema;
    expect(join('a/b', schema)).toBe('node_modules/opsbook/schemas/json/config.schema.json');
    const settings = read(folder, '.vscode/settings.json');
    expect(settings).toContain('"/a/b/opsbook.config.json"');
    const named = [schema, ...settings.matchAll(/\.\/node_modules[^"]+/g)].map(String);
    expect(named).toHaveLength(5);
    for (const each of named) {
      expect(existsSync(join(ROOT, each.replace(/^.*node_modules\/opsbook\//, '')))).toBe(true);
    }
    const verdict = await runOpsbook(['validate', '--content', 'a/b/docs', '--frozen'], {
      cwd: folder,
    });
    expect(verdict.status).toBe(0);
  });

  test('asks for the packages of this version, and for the portal when that is wanted', async () => {
    const folder = temporaryFolder();
    await init(folder, 'a', '--yes');
    await init(folder, 'b', '--yes', '--no-portal');
    const [a, b] = ['a', 'b'].map((name) => JSON.parse(read(folder, `${name}/package.json`)));
    const range = `^${VERSION}`;
    expect(a.devDependencies).toEqual({ '@opsbook/portal': range, opsbook: range });
    expect(b.devDependencies).toEqual({ opsbook: range });
    expect(b.scripts).not.toHaveProperty('start');
    expect(read(folder, 'b/README.md')).not.toContain('npm start');
  });

  test.each([
    ['npm/11.6.2 node/v24.0.0', 'npm install', 'npm ci'],
    [
      'pnpm/10.4.1 npm/? node/v22',
      'pnpm install',
      'npx --yes pnpm@10.4.1 install --frozen-lockfile',
    ],
    ['yarn/1.22.22 npm/?', 'yarn install', 'npx --yes yarn@1.22.22 install --frozen-lockfile'],
    ['yarn/4.9.1 npm/?', 'yarn install', 'npx --yes @yarnpkg/cli-dist@4.9.1 install --immutable'],
    ['bun/1.2.3', 'bun install', 'npx --yes bun@1.2.3 install --frozen-lockfile'],
    ['of/1.0.0 nobody', 'npm install', 'npm ci'],
  ])('speaks to %s', async (npm_config_user_agent, install, locked) => {
    const cwd = temporaryFolder();
    const env = { npm_config_user_agent };
    const { stderr } = await runOpsbook(['init', '--yes'], { cwd, env });
    expect(stderr).toContain(`\n  ${install}\n`);
    expect(read(cwd, 'README.md')).toContain(`\n${install}\n`);
    const { jobs } = parse(read(cwd, '.github/workflows/opsbook.yml'));
    expect(jobs.validate.steps.at(-2)).toEqual({ run: locked });
    // Without a word on it, pnpm ends with an error at the script of a package.
    expect(existsSync(join(cwd, 'pnpm-workspace.yaml'))).toBe(install === 'pnpm install');
  });
});

describe('a folder that is not empty', () => {
  const README = '# Ours\n';

  test('keeps every file it has, and says so', async () => {
    const folder = temporaryFolder({ 'README.md': README, '.gitignore': '/dist\nnode_modules\n' });
    symlinkSync('nowhere', join(folder, '.editorconfig'));
    const { status, stderr } = await init(folder, '--yes');
    expect(status).toBe(0);
    expect(stderr).toContain('`.editorconfig` and `README.md` are there already and stay');
    expect(stderr).toContain('add `.dist.opsbook/` and `.opsbook/` to it');
    expect(read(folder, 'README.md')).toBe(README);
    expect(read(folder, '.gitignore')).toBe('/dist\nnode_modules\n');
  });

  test('has its package.json added to, in its own formatting', async () => {
    const manifest = [
      '\uFEFF{ "name": "x",',
      '\t"scripts": {',
      '\t\t"validate": "mine",',
      '\t\t"start": "opsbook start"',
      '\t},',
      '\t"2": [1,2],   "1": {},',
      '\t"dependencies": { "opsbook": "1.0.0" },',
      '\t"devDependencies": {',
      '\t\t"@a/a": "1",',
      '\t\t"z": "1"',
      '\t}',
      '}',
      '',
    ];
    const folder = temporaryFolder({ 'package.json': manifest.join('\r\n') });
    const { stderr } = await init(folder, '--yes');
    expect(stderr).toContain('The script `validate` of package.json stays as before.\n');
    const added = [
      '\t\t"dev": "opsbook dev",',
      '\t\t"lock": "opsbook lock",',
      '\t\t"build": "opsbook build",',
      '\t\t"serve": "opsbook serve"',
    ];
    manifest.splice(3, 1, '\t\t"start": "opsbook start",', ...added);
    manifest.splice(-4, 0, `\t\t"@opsbook/portal": "^${VERSION}",`);
    expect(read(folder, 'package.json')).toBe(manifest.join('\r\n'));
  });

  test.each([
    ['docs', { 'docs/a.md': '# A\n' }],
    ['doc/pages', { 'doc/pages/a.md': '# A\n', 'mkdocs.yml': 'docs_dir: "doc/pages/" # ours\n' }],
    ['Vault', { 'Vault/a.md': '# A\n', 'Vault/.obsidian/app.json': '{}' }],
    ['wiki', { 'wiki/a.mdx': '# A\n', 'docs/empty.txt': '' }],
  ])('keeps the documents in %s, and gets no others', async (content, files) => {
    const folder = temporaryFolder(files);
    const { status, stdout, stderr } = await init(folder, '--yes');
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining(
        `  npm install\n  npx opsbook validate ${content}\n  npx opsbook adopt ${content}\n`,
      ),
    ]);
    expect(stdout.trimEnd().split('\n')).toEqual([
      '.gitignore',
      '.vscode/settings.json',
      '.vscode/tasks.json',
      '.github/workflows/opsbook.yml',
      expect.stringMatching(/registry\.lock\.json$/),
      'package.json',
      expect.stringMatching(/opsbook\.config\.json$/),
    ]);
    expect(treeOf(folder)).toMatchObject(files);
    const { jobs } = parse(read(folder, '.github/workflows/opsbook.yml'));
    const check = jobs.validate.steps.at(-1).run.replace('npx opsbook ', '').split(' ');
    expect((await runOpsbook(check, { cwd: folder })).status).toBe(0);
    expect((await init(folder, '--yes')).stdout).toBe('');
  });

  test('has what is published already in its ledger', async () => {
    const folder = temporaryFolder({ 'docs/a.md': doc('doc.a') });
    await init(folder, '--yes');
    expect(Object.keys(JSON.parse(read(folder, 'registry.lock.json')).documents)).toEqual([
      'doc.a',
    ]);
  });

  test.each([
    [['file'], { file: '' }, 'file is a file — name a folder'],
    [['file/x'], { file: '' }, 'file/x/content/office/reference/equipment.md cannot be written'],
    [['vault'], { 'vault/.obsidian/a': '' }, 'run `opsbook init --content vault` in the folder'],
    [['--content', '.'], {}, '`.` cannot be the content folder'],
    [['--content', '../x'], {}, '`../x` cannot be the content folder'],
    [['--content', 'a"b'], {}, '`a"b` cannot be the content folder'],
    [['--content', 'a'], { a: '' }, 'a is a file — name a folder'],
    [['--title', ' '], {}, 'The title of a portal is a line of text'],
    [[], { 'package.json': '{' }, '`package.json` is not JSON'],
    [[], { 'package.json': '{"scripts": []}' }, '`package.json` is not as npm wants it'],
    [[], { '.github': '' }, 'so nothing was changed'],
    [['a', 'b'], {}, 'Too many arguments'],
  ])('cannot be made a project with %j of %j: a sentence and 2', async (args, files, sentence) => {
    const folder = temporaryFolder(files);
    const { status, stdout, stderr } = await init(folder, '--yes', ...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(treeOf(folder)).toEqual(files);
  });

  test('within a repository says where GitHub looks for workflows', async () => {
    const folder = temporaryFolder({ 'a.txt': '' });
    commitAll(folder);
    const { stderr } = await init(folder, 'team/handbook', '--yes', '--git');
    expect(stderr).toContain('`working-directory: team/handbook`');
    expect(existsSync(join(folder, 'team/handbook/.git'))).toBe(false);
    expect((await init(folder, '--yes')).stderr).not.toContain('working-directory');
  });
});

test.each([1, 8, 20, 33, 46])(
  'killed after %i steps it leaves whole files, and a second run finishes',
  async (steps) => {
    const folder = temporaryFolder();
    await init(folder, 'whole/handbook', '--yes');
    const whole = treeOf(join(folder, 'whole'));
    const program = `
    import ${JSON.stringify(pathToFileURL(join(ROOT, 'tests/support/killed-at-step.ts')).href)};
    import { run } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/opsbook.ts')).href)};
    const out = { write() {} };
    const terminal = { stdout: out, stderr: out, readInput: () => '', cwd: process.cwd(), env: {} };
    await run(['init', 'killed/handbook', '--yes'], terminal);`;
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: folder,
      env: { ...process.env, KILL_AFTER_STEPS: String(steps) },
    });
    expect(signal).toBe('SIGKILL');
    const left = existsSync(join(folder, 'killed')) ? treeOf(join(folder, 'killed')) : {};
    const files = Object.entries(left).filter(([path]) => !path.endsWith('.opsbook-draft'));
    expect(whole).toMatchObject(Object.fromEntries(files));
    expect((await init(folder, 'killed/handbook', '--yes')).status).toBe(0);
    expect(treeOf(join(folder, 'killed'))).toEqual(whole);
  },
);

describe('a person at the terminal', () => {
  test('is asked three things at most, and only what is not known', async () => {
    const folder = temporaryFolder({ 'docs/a.md': '# A\n' });
    const asked: (readonly string[])[] = [];
    const answering = (...answers: string[]) => ({
      cwd: folder,
      ask: async (questions: readonly string[]) => {
        asked.push(questions);
        return answers;
      },
    });
    await runOpsbook(['init', 'x', '--title', 'T'], answering('kb', 'n'));
    await runOpsbook(['init'], answering('Our book', '', ''));
    await runOpsbook(['init'], answering());
    expect(asked).toEqual([
      ['Content folder [content]: ', 'With the portal that people sign in to [yes]: '],
      [
        expect.stringMatching(/^Name of the portal \[Opsbook test/),
        'Content folder [docs, which holds 1 document]: ',
        'With the portal that people sign in to [yes]: ',
      ],
    ]);
    expect(JSON.parse(read(folder, 'opsbook.config.json')).title).toBe('Our book');
    expect(existsSync(join(folder, 'x/kb/office'))).toBe(true);
    expect(JSON.parse(read(folder, 'x/package.json')).devDependencies).not.toHaveProperty(
      '@opsbook/portal',
    );
    const unclear = await runOpsbook(['init', 'y'], answering('', '', 'perhaps'));
    expect([unclear.status, unclear.stderr]).toEqual([2, expect.stringContaining('yes nor no')]);
  });

  // `script` of other systems takes other options.
  test.runIf(process.platform === 'linux')('may type ahead, or leave', () => {
    const folder = temporaryFolder();
    const atTerminal = (input: string) =>
      spawnSync('script', ['-qec', `"${process.execPath}" "${BIN}" init a`, '/dev/null'], {
        cwd: folder,
        input,
        encoding: 'utf8',
      });
    const left = atTerminal('Our book\n\u0004');
    expect([left.status, left.stdout]).toEqual([
      130,
      expect.stringContaining('Nothing was written'),
    ]);
    expect(existsSync(join(folder, 'a'))).toBe(false);
    expect(atTerminal('Our book\n\nno\n').status).toBe(0);
    expect(JSON.parse(read(folder, 'a/opsbook.config.json')).title).toBe('Our book');
  });
});

describe('afterwards', () => {
  /** Programs of these names that do what the scripts say. */
  function programs(scripts: Readonly<Record<string, string>>): Record<string, string> {
    const files = Object.entries(scripts).map(([name, script]) => [name, `#!/bin/sh\n${script}\n`]);
    const bin = temporaryFolder(Object.fromEntries(files));
    for (const name of Object.keys(scripts)) chmodSync(join(bin, name), 0o755);
    return { PATH: `${bin}${delimiter}${process.env.PATH}`, npm_execpath: '' };
  }

  test('the packages are installed and a repository is made, when that is wanted', async () => {
    const cwd = temporaryFolder();
    const env = programs({ pnpm: 'echo "$@ in $(basename "$PWD")"; mkdir node_modules' });
    const { status, stderr } = await runOpsbook(['init', 'book', '--yes', '--install', '--git'], {
      cwd,
      env: { ...env, npm_config_user_agent: 'pnpm/10.4.1 npm/?' },
    });
    expect([status, stderr]).toEqual([
      0,
      'Wrote 14 files for Book in book.\nInstalling with pnpm …\ninstall in book\n\nNext:\n  cd book\n  pnpm start\n  pnpm validate\n',
    ]);
    expect(git(join(cwd, 'book'), 'status', '--porcelain', '--ignored')).toMatch(/^\?\? /);
  });

  test('the package manager is the very one that started this', async () => {
    const cwd = temporaryFolder({ 'npm.cjs': 'console.log(process.argv.slice(2))' });
    const { status, stderr } = await runOpsbook(['init', 'book', '--yes', '--install'], {
      cwd,
      env: {
        npm_config_user_agent: 'npm/11.6.2 node/v24.0.0',
        npm_execpath: join(cwd, 'npm.cjs'),
        npm_node_execpath: process.execPath,
      },
    });
    expect([status, stderr]).toEqual([0, expect.stringContaining("\n[ 'install' ]\n")]);
  });

  test('what could not be done is said, and the files stay', async () => {
    const cwd = temporaryFolder();
    const env = programs({ npm: 'echo "no network" >&2; exit 3', git: 'exit 1' });
    const { status, stderr } = await runOpsbook(['init', 'book', '--yes', '--install', '--git'], {
      cwd,
      env,
    });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining('no network\n`npm install` ended with 3'),
    ]);
    expect(stderr).toContain('Git made no repository');
    expect(stderr).toContain('Next:\n  cd book\n  npm install\n');
    const nothing = { PATH: temporaryFolder(), npm_config_user_agent: '', npm_execpath: '' };
    const again = await runOpsbook(['init', 'b', '--yes', '--install'], { cwd, env: nothing });
    expect(again.stderr).toContain('`npm install` cannot be started');
  });
});

test('`npm create opsbook` is init that also installs and makes a repository', () => {
  const folder = temporaryFolder({
    'node_modules/create-opsbook/package.json': '{ "type": "module" }',
    'node_modules/create-opsbook/index.js': read(ROOT, 'create-opsbook/index.js'),
  });
  symlinkSync(ROOT, join(folder, 'node_modules/opsbook'), 'junction');
  const program = join(folder, 'node_modules/create-opsbook/index.js');
  const create = (...args: string[]) =>
    spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, npm_config_user_agent: '' },
    });
  const { status, stderr } = create('book', '--yes', '--no-install');
  expect([status, stderr]).toEqual([
    0,
    'Wrote 13 files for Book in book.\n\nNext:\n  cd book\n  npm install\n  npm start\n  npm run validate\n',
  ]);
  expect(existsSync(join(folder, 'book/.git'))).toBe(true);
  const help = create('--help').stdout;
  for (const [, option = ''] of read(
    ROOT,
    'scripts/repository/packages/readme/create-opsbook.md',
  ).matchAll(/`(--\w[\w-]*)/g)) {
    expect(help).toContain(option);
  }
});

describe('the starter', () => {
  test('has no file that nothing is made of', async () => {
    const folder = temporaryFolder();
    const env = { npm_config_user_agent: 'pnpm/10.4.1' };
    await runOpsbook(['init', 'portal', '--yes'], { cwd: folder, env });
    await init(folder, 'checks', '--yes', '--no-portal');
    const templates = Object.keys(contentOf(STARTER)).map((path) =>
      path
        .replaceAll(/(^|\/)_/g, '$1.')
        .replace(/^(?:common|sample|pnpm)\//, '')
        .replace('.jsonc', '.json'),
    );
    const made = Object.keys(treeOf(join(folder, 'portal')));
    const own = ['README.md', 'manifest.json'].flatMap((name) => [
      `portal/${name}`,
      `checks/${name}`,
    ]);
    const others = made.filter((path) => path !== 'README.md' && path !== 'package.json');
    expect(templates.sort()).toEqual([...others, ...own].sort());
  });

  test('agrees with what this repository has for itself', () => {
    const ours = read(ROOT, '.vscode/tasks.json').replace(
      'npm run -s validate',
      'npx opsbook validate{{folder}}',
    );
    expect(read(STARTER, 'common/_vscode/tasks.json')).toBe(ours);
    expect(read(STARTER, 'sample/_editorconfig')).toBe(read(ROOT, '.editorconfig'));
  });

  test('pins the actions of its workflow', () => {
    const { jobs, permissions } = parse(
      read(STARTER, 'common/_github/workflows/opsbook.yml').replaceAll(/\{\{\S+\}\}/g, 'x'),
    );
    const uses = jobs.validate.steps.flatMap(({ uses }: { uses?: string }) => uses ?? []);
    expect(uses).toHaveLength(2);
    for (const each of uses) expect(each).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
    expect(permissions).toEqual({ contents: 'read' });
  });
});
