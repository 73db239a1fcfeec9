/** What the page shows of a terminal is what the commands print. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/content.ts';
import { runOpsbook } from '../support/opsbook.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/getting-started.md'), 'utf8');

interface Call {
  readonly args: readonly string[];
  readonly shown: string;
}

const calls: readonly Call[] = [...PAGE.matchAll(/^```console\n(.*?)^```/gms)].flatMap(
  ([, block = '']) =>
    block
      .split(/^\$ opsbook /m)
      .slice(1)
      .map((each) => {
        const [line = '', ...shown] = each.split('\n');
        const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, text, word]) => text ?? word);
        return { args: args.map(String), shown: shown.join('\n') };
      }),
);

test('every terminal of the page shows what is printed', async () => {
  const folder = temporaryFolder({ 'our-team/docs/a.md': '# A\n' });
  let cwd = folder;
  expect(calls.map(({ args }) => args[0])).toEqual([
    'init',
    'validate',
    'new',
    'validate',
    'lock',
    'plan',
    'init',
  ]);
  for (const { args, shown } of calls) {
    if (args.join(' ') === 'init --yes') cwd = join(folder, 'our-team');
    const { stdout, stderr } = await runOpsbook(args, { cwd, env: { npm_config_user_agent: '' } });
    expect((stdout + stderr).replaceAll(/ +$/gm, '')).toBe(shown);
    if (args[1] === 'handbook') cwd = join(folder, 'handbook');
  }
});
