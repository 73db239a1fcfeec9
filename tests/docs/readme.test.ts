/** What the README tells its two readers to type is there, and leads somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMAND_GROUPS, findCommand } from '../../scripts/command-table.ts';

const ROOT = join(import.meta.dirname, '../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [FOR_USERS = '', FOR_OURSELVES = ''] = README.split('## Working on Opsbook');

const found = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, name = '']) => name);

test('every command it calls is one, and its table has all of them in their groups', () => {
  const called = found(README, /\bopsbook (?!handbook|&&)([a-z-]+)(?= |`|$)/gm);
  const prose = new Set(['is', 'alone', 'checks']);
  for (const name of called.filter((each) => !prose.has(each))) {
    expect([name, findCommand(name)?.row.name]).toEqual([name, name]);
  }
  const [, table = ''] = README.split('## Commands');
  const rows = table.split('\n').filter((line) => line.startsWith('| '));
  for (const { title, commands } of COMMAND_GROUPS) {
    const row = rows.find((each) => each.startsWith(`| ${title.toLowerCase()} |`));
    for (const { name } of commands) expect(row).toContain(`\`${name}\``);
  }
});

test('scripts are for those who work on it, and there are such scripts', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(found(FOR_USERS, /\bnpm run (?:-s )?([\w:-]+)/g)).toEqual([]);
  const named = found(FOR_OURSELVES, /\bnpm (?:run (?:-s )?)?(start|test|[\w-]+:?\w*)`/g);
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) expect(scripts).toHaveProperty([name]);
});

test('every link leads to a file', () => {
  const links = found(README, /\]\(([^)#:]+)(?:#[^)]*)?\)/g);
  expect(links.length).toBeGreaterThan(15);
  expect(links.filter((link) => !existsSync(join(ROOT, link)))).toEqual([]);
});
