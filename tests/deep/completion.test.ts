/** Completion as people have it: each shell at a terminal of its own, with the tab key. */
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { doc, temporaryFolder } from '../support/content.ts';
import { opsbookOnPath, runOpsbook } from '../support/opsbook.ts';

/** How each shell is started with the script alone, in a folder that has it as `completion`. */
const SHELLS = {
  bash: 'bash --noprofile --rcfile completion -i',
  zsh: 'ZDOTDIR=. zsh -i',
  fish: "fish --no-config -i -C 'source completion'",
} as const;

const ledger = {
  version: 1,
  documents: {},
  templates: { oss: { tasks: [] }, podcast: { tasks: [] } },
  retired: {},
};

/** What is typed, and the words that the command gets. */
const LINES = [
  ['vali\tdocs', ['validate', 'docs']],
  ['validate --form\tsar\t', ['validate', '--format', 'sarif']],
  ['validate --format=js\t', ['validate', '--format=json']],
  ['validate --rule link/broken-p\t', ['validate', '--rule', 'link/broken-path']],
  ['tokens create --scope templates:r\t', ['tokens', 'create', '--scope', 'templates:read']],
  ['plan po\t--anc\t', ['plan', 'podcast', '--anchor']],
  ['move docs/a\t', ['move', 'docs/a.md']],
  ['work reg\tim\t', ['work', 'register', 'import']],
] as const;

test.each(Object.entries(SHELLS))(
  '%s completes commands, options, choices, names and paths',
  async (shell, start) => {
    const { stdout: script } = await runOpsbook(['completion', shell]);
    const cwd = temporaryFolder({
      completion: script,
      '.zshrc': 'autoload -Uz compinit; compinit -u -D; source ./completion',
      'docs/a.md': doc('doc.a'),
      'registry.lock.json': JSON.stringify(ledger),
    });
    // Whatever is called is printed, but for what completes.
    const path = opsbookOnPath(
      `[ "$1" = __complete ] || { printf 'CALLED'; printf ' <%s>' "$@"; printf '\\n'; exit; }`,
    );
    const { stdout, error } = spawnSync('script', ['-qec', start, '/dev/null'], {
      cwd,
      input: `${LINES.map(([typed]) => `opsbook ${typed}\n`).join('')}exit\n`,
      encoding: 'utf8',
      timeout: 120_000,
      env: {
        ...process.env,
        PATH: `${path}${delimiter}${process.env.PATH}`,
        HOME: cwd,
        TERM: 'xterm',
      },
    });
    expect(error).toBeUndefined();
    const called = [...stdout.matchAll(/CALLED ([^\r\n]*)/g)].map(([, words]) => words);
    expect(called).toEqual(LINES.map(([, words]) => words.map((word) => `<${word}>`).join(' ')));
  },
);
