import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { slug } from 'github-slugger';
import { describe, expect, test } from 'vitest';
import asvs from '../../fixtures/asvs-5.0.json' with { type: 'json' };
import { openPortal } from '../portal-fixture.ts';

const policy = readFileSync('SECURITY.md', 'utf8');

const table = readFileSync('docs/asvs.md', 'utf8');
const rows = [...table.matchAll(/^\| (\d[\d., ]*) \| ([a-z ]+) \| (.+) \| (.+) \|$/gm)].map(
  ([, numbers = '', state = '', how = '', proofs = '']) => ({
    numbers: numbers.split(', '),
    state,
    how,
    proofs: proofs === '—' ? [] : proofs.split('<br>'),
  }),
);

describe('the table of ASVS', () => {
  const { levels } = asvs;
  const both = [...levels[1], ...levels[2]];

  test('has every requirement of levels 1 and 2 in one row, and no other of theirs', () => {
    expect(both).toHaveLength(253);
    const named = rows.flatMap(({ numbers }) => numbers);
    expect(named.filter((number) => !levels[3].includes(number)).toSorted()).toEqual(
      both.toSorted(),
    );
    expect(named.filter((number, at) => named.indexOf(number) !== at)).toEqual([]);
    // Each in its chapter, in order.
    for (const [chapter = '', ...more] of table
      .split(/^## V/gm)
      .slice(1)
      .map((part) => part.split('\n'))) {
      const own =
        more
          .join('\n')
          .split('\n## ')[0]
          ?.match(/^\| \d+(?=\.)/gm) ?? [];
      expect(new Set(own)).toEqual(new Set([`| ${Number.parseInt(chapter, 10)}`]));
    }
  });

  test('names tests and sections that are there, and says why where it names none', () => {
    for (const { numbers, state, how, proofs } of rows) {
      const tests = proofs.filter((proof) => proof.startsWith('`tests/'));
      if (state === 'met') expect([numbers, tests.length > 0]).toEqual([numbers, true]);
      else if (state === 'documented')
        expect([numbers, proofs.length > 0]).toEqual([numbers, true]);
      else {
        expect(['partly', 'untested', 'not met', 'does not apply']).toContain(state);
        expect([numbers, how]).toEqual([numbers, expect.stringMatching(/^[A-Z`].*\.$/)]);
      }
    }
    expect(rows.flatMap(({ proofs }) => proofs).flatMap(problemOf)).toEqual([]);
  });

  test('counts its rows right', () => {
    for (const [, state = '', count] of table.matchAll(/^\| ([a-z ]+) \| [^|]+ \| (\d+) \|$/gm)) {
      const found = rows.filter((row) => row.state === state).flatMap(({ numbers }) => numbers);
      expect([state, found.filter((number) => both.includes(number)).length]).toEqual([
        state,
        Number(count),
      ]);
    }
  });
});

/** What is wrong with a test or a section that a row names. */
function problemOf(proof: string): string[] {
  const [, file, title] = /^`(tests\/[^`]+)`: (.+)$/.exec(proof) ?? [];
  if (file !== undefined) {
    const isThere = existsSync(file) && readFileSync(file, 'utf8').includes(`'${title}'`);
    return isThere ? [] : [proof];
  }
  const [, path = '', section] = /^\[[^\]]+\]\(([^)#]+)#([^)]+)\)$/.exec(proof) ?? [];
  const linked = join('docs', path);
  if (!existsSync(linked)) return [proof];
  const headings = readFileSync(linked, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].some(([, heading = '']) => slug(heading) === section) ? [] : [proof];
}

test('what it calls open is exactly what answers a stranger', async () => {
  const { app, browse, events } = await openPortal({ sendsMail: true });
  const [, section = ''] = /## What is open to everybody\n\n([\s\S]*?)\n\n## /.exec(policy) ?? [];
  const listed = [...section.matchAll(/`(?:GET|POST )?(\/[a-z./-]+)`/g)].map(([, path]) => path);
  expect(listed.toSorted()).toEqual([
    '/auth/callback/oidc',
    '/auth/oidc',
    '/favicon.ico',
    '/healthz',
    '/livez',
    '/lost-password',
    '/new-password',
    '/passkey.js',
    '/robots.txt',
    '/sign-in',
    '/sign-in.css',
    '/sign-in/passkey',
    '/sign-in/passkey/options',
    '/sign-out',
  ]);
  const routed = new Set(app.routes.map(({ path }) => path).filter((path) => !path.includes('*')));
  const open: string[] = [];
  for (const path of routed) {
    for (const method of ['GET', 'POST']) {
      const headers = { Origin: 'http://127.0.0.1:4321' };
      events.length = 0;
      await browse().get(path, { method, headers });
      const isTurnedAway = events.some((each) => 'reason' in each && each.reason === 'no-session');
      if (!isTurnedAway) open.push(`${method} ${path}`);
    }
  }
  expect(open.toSorted()).toEqual([
    'GET /favicon.ico',
    'GET /healthz',
    'GET /livez',
    'GET /lost-password',
    'GET /new-password',
    'GET /passkey.js',
    'GET /robots.txt',
    'GET /sign-in',
    'GET /sign-in.css',
    'POST /lost-password',
    'POST /new-password',
    'POST /sign-in',
    'POST /sign-in/passkey',
    'POST /sign-in/passkey/options',
    'POST /sign-out',
  ]);
});
