/** Messages name the command that the reader has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { COMMAND_GROUPS } from '../../scripts/command-table.ts';
import { spellCommands } from '../../scripts/terminal/spell-commands.ts';
import { doc, temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';
import { codeOf, product } from '../support/source-tree.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const manifest = join(ROOT, 'package.json');

const SCRIPT = {
  npm_lifecycle_event: 'validate',
  npm_package_json: manifest,
  npm_config_user_agent: 'npm/11.6.2 node/v24.21.0 linux x64',
};
const NPX = { ...SCRIPT, npm_lifecycle_event: 'npx' };
const THEIR_SCRIPT = { ...SCRIPT, npm_package_json: '/srv/handbook/package.json' };
const PNPM = { npm_config_user_agent: 'pnpm/10.2.0 npm/? node/v22.13.0 linux x64' };

test.each([
  ['a shell', {}, 'opsbook lock --retire ID', 'opsbook start', 'opsbook lock'],
  [
    'a script of this repository',
    SCRIPT,
    'npm run lock -- --retire ID',
    'npm start',
    'npm run lock',
  ],
  ['npx', NPX, 'npx opsbook lock --retire ID', 'npx opsbook start', 'npx opsbook lock'],
  [
    'a script of another',
    THEIR_SCRIPT,
    'npx opsbook lock --retire ID',
    'npx opsbook start',
    'npx opsbook lock',
  ],
  [
    'pnpm',
    PNPM,
    'pnpm exec opsbook lock --retire ID',
    'pnpm exec opsbook start',
    'pnpm exec opsbook lock',
  ],
])('for %s', (_, env, withOptions, start, plain) => {
  const spell = spellCommands({ env });
  const text = (a: string, b: string, c: string) =>
    `Retire it: \`${a}\` — then \`${b}\` or \`${c}\`.`;
  const spelled = text(withOptions, start, plain);
  expect(spell(text('opsbook lock --retire ID', 'opsbook start', 'opsbook lock'))).toBe(spelled);
  expect(spell('opsbook: the name `opsbook`, and opsbook lock in prose')).toBe(
    'opsbook: the name `opsbook`, and opsbook lock in prose',
  );
});

describe('the command line', () => {
  const files = { 'content/a.md': doc('doc.a', 'Run `opsbook lock`: [[doc.gone]].\n') };
  const ledger = JSON.stringify({
    version: 1,
    documents: { 'doc.a': { aliases: [], steps: [] }, 'doc.old': { aliases: [], steps: [] } },
    templates: {},
    retired: {},
  });

  test('spells findings, and leaves lines of documents and data as they are', async () => {
    const cwd = temporaryFolder({ ...files, 'registry.lock.json': ledger });
    const { stdout } = await runOpsbook(['validate'], { cwd, env: SCRIPT });
    expect(stdout).toContain('retire it with `npm run lock -- --retire doc.old`');
    expect(stdout).toContain(' | Run `opsbook lock`: [[doc.gone]].');
    for (const format of ['json', 'sarif', 'github']) {
      const args = ['validate', '--format', format];
      const data = await runOpsbook(args, { cwd, env: SCRIPT });
      expect(data).toEqual(await runOpsbook(args, { cwd }));
      expect(data.stdout).toContain('opsbook lock --retire doc.old');
    }
    const built = await runOpsbook(['build'], { cwd, env: NPX });
    expect(built.stderr).toContain(' | Run `opsbook lock`: [[doc.gone]].');
  });

  test('spells errors and help', async () => {
    const cwd = temporaryFolder({ 'docs/a.md': doc('doc.a') });
    const missing = await runOpsbook(['validate'], { cwd, env: SCRIPT });
    expect(missing.stderr).toContain('run `npm run validate -- docs`.');
    const { stdout } = await runOpsbook(['lock', '--help'], { env: PNPM });
    expect(stdout).toContain('Usage: pnpm exec opsbook lock [options] [folder]\n');
    expect(stdout).toMatch(/^ {2}pnpm exec opsbook lock$/m);
    const own = await runOpsbook(['lock', '--help'], { env: SCRIPT });
    expect(own.stdout).toContain('Usage: npm run lock -- [options] [folder]\n');
  });
});

test('a command of this repository is its script, or is called by npx where there is none', () => {
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8'));
  const spell = spellCommands({ env: SCRIPT });
  const names = COMMAND_GROUPS.flatMap(({ commands }) => commands.map(({ name }) => name));
  for (const name of names) {
    const isScript = scripts[name] === `node bin/opsbook.js ${name}`;
    expect(spell(`\`opsbook ${name} x\``)).toMatch(
      isScript ? /^`npm (?:run )?\S+ -- x`$/ : /^`npx /,
    );
  }
  expect(spell('`opsbook completion bash`')).toBe('`npx opsbook completion bash`');
});

test('no text of the program names a script of npm but the places that spell them', () => {
  const naming = product.filter((file) => /\bnpm (?:run|start)\b/.test(codeOf(file)));
  expect(naming.sort()).toEqual([
    'scripts/terminal/spell-commands.ts',
    'src/project/package-manager.ts',
  ]);
});
