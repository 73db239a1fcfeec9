/** The command line as people expect it, whichever command is called. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { EXAMPLES, examplesOf } from '../../scripts/command-examples.ts';
import { COMMAND_GROUPS } from '../../scripts/command-table.ts';
import { COMMANDS } from '../../scripts/opsbook.ts';
import { PORTAL_COMMANDS } from '../../scripts/portal.ts';
import {
  COMMAND_LINE_FILE,
  commandLinePage,
  readGrammar,
} from '../../scripts/repository/command-line.ts';
import { hasColors } from '../../scripts/terminal/has-colors.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';
import { codeOf, product } from '../support/source-tree.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const namesOf = (isPortal: boolean) =>
  COMMAND_GROUPS.filter((group) => group.isPortal === isPortal)
    .flatMap(({ commands }) => commands.map(({ name }) => name))
    .sort();

const grammar = await readGrammar();

describe('the table', () => {
  test('names the commands that there are', () => {
    expect(namesOf(false)).toEqual([...COMMANDS.keys()].sort());
    expect(namesOf(true)).toEqual([...PORTAL_COMMANDS.keys()].sort());
  });

  test('has an example of every command', () => {
    const leaves = [...grammar].filter(([, { commands }]) => commands.length === 0);
    expect(leaves.filter(([path]) => examplesOf(path).length === 0)).toEqual([]);
  });

  test.each(EXAMPLES)('has in `%s` a command that can be called', (example) => {
    const words = [...example.replace(/ > .*/, '').matchAll(/"([^"]*)"|\S+/g)].map(
      ([word, quoted]) => quoted ?? word,
    );
    let path = '';
    while (grammar.has(`${path} ${words[0]}`.trim()) || path === '') {
      path = `${path} ${words.shift()}`.trim();
    }
    const command = grammar.get(path) as Command;
    const { operands, unknown } = command.parseOptions(words);
    expect(unknown).toEqual([]);
    const expected = command.registeredArguments;
    expect(operands.length).toBeLessThanOrEqual(expected.length);
    expect(operands.length).toBeGreaterThanOrEqual(
      expected.filter(({ required }) => required).length,
    );
    const missing = command.options.filter(
      (option) => option.mandatory && command.getOptionValue(option.attributeName()) === undefined,
    );
    expect(missing.map(({ flags }) => flags)).toEqual([]);
  });
});

describe('help', () => {
  test('lists all commands in groups, with what they do', async () => {
    const { status, stdout, stderr } = await runOpsbook(['--help']);
    expect([status, stderr]).toEqual([0, '']);
    for (const { title, commands } of COMMAND_GROUPS) {
      expect(stdout).toContain(`\n${title}:\n`);
      for (const { name, summary } of commands) {
        expect(stdout.replaceAll(/\s+/g, ' ')).toContain(` ${name} ${summary} `);
      }
    }
    expect(await runOpsbook(['help'])).toEqual({ status, stdout, stderr });
    expect(await runOpsbook([])).toEqual({ status: 2, stdout: '', stderr: stdout });
  });

  test.each(['validate', 'build', 'users', 'work register set'])(
    'is the same of `help %s`',
    async (name) => {
      const words = name.split(' ');
      const asked = await runOpsbook(['help', ...words]);
      expect(asked.stdout).toContain(`Usage: opsbook ${name} `);
      expect(asked.stdout).toContain(`  opsbook ${name} `);
      expect(asked.stdout).toMatch(/\nMore: docs\/[a-z-]+\.md\n$/);
      expect(asked).toEqual(await runOpsbook([...words, '-h']));
    },
  );

  test('loads no more than it needs', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      const { run, COMMANDS } = await import(${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/opsbook.ts')))});
      const silent = { write() {} };
      const terminal = { stdout: silent, stderr: silent, cwd: '/', env: {} };
      for (const words of [['--help'], ['--version'], ...[...COMMANDS.keys()].map((name) => [name, '--help'])]) {
        await run(words, terminal);
      }
      console.log(JSON.stringify(loaded));
    `;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const urls: string[] = JSON.parse(stdout);
    const packages = urls.flatMap(
      (url) => /\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [],
    );
    expect([...new Set(packages)]).toEqual(['commander']);
    expect(urls.filter((url) => url.includes('/scripts/commands/'))).toEqual([]);
    expect(urls.length).toBeLessThan(60);
  });
});

describe('the page', () => {
  const page = readFileSync(join(ROOT, COMMAND_LINE_FILE), 'utf8');

  test('has every command and option as they are', async () => {
    expect(await commandLinePage(page)).toBe(page);
    for (const [path, { commands, options }] of grammar) {
      if (commands.length === 0) expect(page).toContain(`    ${path}`);
      for (const { flags } of options) expect(page).toContain(`| \`${flags}\` |`);
    }
  });

  test('has every variable that is read', () => {
    const read = product.flatMap(
      (file) => codeOf(file).match(/\bOPSBOOK_[A-Z0-9_]*[A-Z0-9]\b(?!_)/g) ?? [],
    );
    expect(read.length).toBeGreaterThan(30);
    expect([...new Set(read)].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  test('is there, as are all that help names', () => {
    const pages = COMMAND_GROUPS.flatMap(({ commands }) => commands.map((row) => row.page));
    const missing = pages.filter((name) => !existsSync(join(ROOT, 'docs', `${name}.md`)));
    expect(missing).toEqual([]);
  });
});

test.each([['--version'], ['-V'], ['version']])('%s prints one line', async (word) => {
  const { status, stdout, stderr } = await runOpsbook([word]);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^opsbook \d+\.\d+\.\d+\n$/);
});

test.each([
  ['vaildate', 'Unknown command `vaildate`. Did you mean `validate`?'],
  ['vaildate --content docs', 'Unknown command `vaildate`. Did you mean `validate`?'],
  ['vaildate --help', 'Unknown command `vaildate`. Did you mean `validate`?'],
  ['help biuld', 'Unknown command `biuld`. Did you mean `build`?'],
  ['users lst', 'Unknown command `lst`. Did you mean `list`?'],
  ['work registr set --help', 'Unknown command `registr`. Did you mean `register`?'],
  ['tokens revok x', 'Unknown command `revok`. Did you mean `revoke`?'],
  ['frobnicate', 'Unknown command `frobnicate`. See `opsbook --help`.'],
  ['validate --fromat json', 'Unknown option `--fromat`. Did you mean `--format`?'],
  ['validate --fromat=json', 'Unknown option `--fromat`. Did you mean `--format`?'],
  ['users add a@example.org --rol=operator', 'Unknown option `--rol`. Did you mean `--role`?'],
  [
    'validate --json --format sarif',
    'Option `--json` cannot be used with option `--format <format>`.',
  ],
  [
    'dev --port http',
    'Option `--port <number>` argument `http` is invalid. Write a number from 0 to 65535.',
  ],
  ['diff a', 'Missing required argument `new`.'],
])('cannot run `%s`, and says why in one sentence', async (line, sentence) => {
  expect(await runOpsbook(line.split(' '))).toEqual({
    status: 2,
    stdout: '',
    stderr: `opsbook: ${sentence}\n`,
  });
});

test.each([
  ['validate'],
  ['plan', 'oss', '--anchor', '2026-07-22', '--input', 'tool=A', '--input', 'author=B'],
  ['diff', 'content', 'content'],
])('%s prints the same with --json as with --format json', async (...words) => {
  const asked = await runOpsbook([...words, '--json']);
  expect(asked).toEqual(await runOpsbook([...words, '--format', 'json']));
  expect(JSON.parse(asked.stdout)).toBeTypeOf('object');
});

describe('the content folder', () => {
  const files = { 'handbook/a.md': doc('doc.a'), 'plain.txt': '', 'empty/notes.txt': '' };

  test.each([
    'validate handbook',
    'validate --content handbook',
    'validate handbook --content ./handbook',
    'lock handbook',
  ])('is found by `%s`', async (line) => {
    const cwd = temporaryFolder(files);
    expect(await runOpsbook(line.split(' '), { cwd })).toMatchObject({ status: 0 });
  });

  test.each([
    [
      'validate',
      'There is no content folder `content`, but `handbook/` has 1 Markdown file — run `opsbook validate handbook`.',
    ],
    [
      'build',
      'There is no content folder `content`, but `handbook/` has 1 Markdown file — run `opsbook build handbook`.',
    ],
    [
      'search x',
      'There is no content folder `content`, but `handbook/` has 1 Markdown file — run `opsbook search … --content handbook`.',
    ],
    ['validate handbok', 'There is no content folder `handbok`. Did you mean `handbook`?'],
    [
      'start no-such',
      'There is no content folder `no-such`, but `handbook/` has 1 Markdown file — run `opsbook start handbook`.',
    ],
    [
      'validate handbook/a.md',
      '`handbook/a.md` is a file — name the folder that your Markdown is in, such as `opsbook validate handbook`.',
    ],
    [
      'lock plain.txt',
      '`plain.txt` is a file — name the folder that your Markdown is in, such as `opsbook lock handbook`.',
    ],
    [
      'validate empty',
      '`empty` holds no Markdown documents, but `handbook/` has 1 Markdown file — run `opsbook validate handbook`.',
    ],
    [
      'validate handbook --content empty',
      '`handbook` and `--content empty` name two folders — leave one of them out.',
    ],
    [
      'dev handbook --content empty',
      '`handbook` and `--content empty` name two folders — leave one of them out.',
    ],
  ])('is not found by `%s`, which says what to do', async (line, sentence) => {
    const cwd = temporaryFolder(files);
    expect(await runOpsbook(line.split(' '), { cwd })).toEqual({
      status: 2,
      stdout: '',
      stderr: `opsbook: ${sentence}\n`,
    });
  });

  test('is not assumed where there may be several, or none', async () => {
    const both = temporaryFolder({ 'docs/a.md': doc('doc.a'), 'wiki/a.md': doc('doc.a') });
    const advice = (folder: string) =>
      'opsbook: There is no content folder `content` — name the folder that your Markdown is in, ' +
      `such as \`opsbook validate ${folder}\`, or begin one with \`opsbook init\`.\n`;
    expect((await runOpsbook(['validate'], { cwd: both })).stderr).toBe(advice('docs'));
    const none = temporaryFolder({ 'notes.txt': '' });
    expect((await runOpsbook(['validate'], { cwd: none })).stderr).toBe(advice('docs'));
  });
});

test.each([
  [{ isTTY: true }, {}, true],
  [{ isTTY: false }, {}, false],
  [{ isTTY: true }, { TERM: 'dumb' }, false],
  [{ isTTY: true }, { NO_COLOR: '1' }, false],
  [{ isTTY: true }, { NO_COLOR: '' }, true],
  [{ isTTY: false }, { FORCE_COLOR: '1' }, true],
  [{ isTTY: true }, { FORCE_COLOR: '0' }, false],
  [{ isTTY: false }, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
])('colours on %j with %j: %s', (stream, env, expected) => {
  expect(hasColors(stream, env)).toBe(expected);
});
