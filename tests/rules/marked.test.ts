/**
 * Portals on disk whose lines say what is found there: `expect: CODE` on the line itself,
 * `expect(7): CODE` for another line, `expect(file): CODE` for a whole file, and
 * `expect(PATH): CODE` for a whole other file. An extra finding fails as well.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIG_NAME } from '../../schemas/config.ts';
import { ledger as ledgerSchema } from '../../schemas/ledger.ts';
import { readConfig } from '../../src/project/configuration.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { checkSources } from '../../src/rules/check-sources.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { TODAY } from '../support/content.ts';

const ROOT = join(import.meta.dirname, '..', 'fixtures', 'marked');
const PORTALS = readdirSync(ROOT);
const MARKER = /(?:<!--|#) expect(?:\(([^)]*)\))?: ([a-z/, -]+[a-z])/g;

/** Rules about bytes and links of a file system, which a marked line cannot show. */
const WITHOUT_LINE = [
  'source/not-utf8',
  'source/too-large',
  'source/unreadable',
  'source/unsafe-symlink',
];

function readMarkers(files: readonly { path: string; text: string }[]): string[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) =>
      [...line.matchAll(MARKER)].flatMap(([, where = String(index + 1), codes = '']) => {
        const place = /^\d+$/.test(where) ? `${path}:${where}` : where === 'file' ? path : where;
        return codes.split(', ').map((code) => `${place} ${code}`);
      }),
    ),
  );
}

function findings(portal: string): { expected: string[]; found: string[] } {
  const sources = readSources(join(ROOT, portal, 'content'));
  const ledgerFile = join(ROOT, portal, 'registry.lock.json');
  const ledger = existsSync(ledgerFile)
    ? ledgerSchema.parse(JSON.parse(readFileSync(ledgerFile, 'utf8')))
    : undefined;
  const config = readConfig(join(ROOT, portal, CONFIG_NAME), CONFIG_NAME);
  const { diagnostics } = checkSources({ sources, today: TODAY, ledger, config });
  const found = diagnostics.map(
    ({ file, range, code }) => `${file}${range ? `:${range.start.line}` : ''} ${code}`,
  );
  return { expected: readMarkers(sources.files).sort(), found: found.sort() };
}

describe('marked portals', () => {
  test.each(PORTALS)('%s has the findings its lines name, and no other', (portal) => {
    const { expected, found } = findings(portal);
    expect(found).toEqual(expected);
  });

  test('the complete portal names none', () => {
    expect(findings('complete')).toEqual({ expected: [], found: [] });
  });

  test('every rule has a marked line', () => {
    const marked = new Set(PORTALS.flatMap((portal) => findings(portal).expected));
    const codes = new Set([...marked].map((line) => line.split(' ').at(-1)));
    expect(rules.map(({ code }) => code).filter((code) => !codes.has(code))).toEqual(WITHOUT_LINE);
  });
});
