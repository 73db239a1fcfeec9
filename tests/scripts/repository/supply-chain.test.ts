/** What is said of the packages one installs: the bill of materials, and known holes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type AdvisoryList,
  advisoryList,
  checkLockfile,
} from '../../../scripts/repository/supply-chain/holes.ts';

const ROOT = join(import.meta.dirname, '../../..');
const LOCKFILE = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
const SHIPPED = advisoryList.parse(
  JSON.parse(readFileSync(join(ROOT, 'scripts/repository/supply-chain/advisories.json'), 'utf8')),
);

const list = (vulnerable: string): AdvisoryList => ({
  asOf: '2026-11-01',
  advisories: [
    { id: 'GHSA-aaaa-bbbb-cccc', package: 'leaky', severity: 'high', vulnerable, title: 'Leaks' },
  ],
  accepted: {},
});

const lock = (...paths: [path: string, version: string][]) => ({
  packages: {
    '': { version: '1.0.0' },
    ...Object.fromEntries(paths.map(([path, version]) => [path, { version }])),
  },
});

describe('known holes', () => {
  test('are found wherever the package is nested, once a version', () => {
    const locked = lock(
      ['node_modules/leaky', '2.0.2'],
      ['node_modules/other/node_modules/leaky', '1.4.0'],
      ['node_modules/third/node_modules/leaky', '1.4.0'],
      ['node_modules/leaky-not', '1.4.0'],
    );
    const found = checkLockfile(locked, list('<1.5.0 || >=2.0.0 <2.0.3'));
    expect(found.map(({ version }) => version)).toEqual(['2.0.2', '1.4.0']);
    expect(checkLockfile(locked, list('>=2.0.3'))).toEqual([]);
  });

  test('concern an early release of a version that has them', () => {
    expect(
      checkLockfile(lock(['node_modules/leaky', '2.0.0-beta.1']), list('<2.0.1')),
    ).toHaveLength(1);
  });

  test('of the shipped list are none of the lockfile’s, or accepted with a reason', () => {
    const open = checkLockfile(LOCKFILE, SHIPPED).filter(
      ({ id }) => !Object.hasOwn(SHIPPED.accepted, id),
    );
    expect(open).toEqual([]);
  });

  test('of the shipped list concern packages that are installed', () => {
    const paths = Object.keys(LOCKFILE.packages);
    const strangers = SHIPPED.advisories.filter(
      ({ package: name }) => !paths.some((path) => path.endsWith(`node_modules/${name}`)),
    );
    expect(strangers).toEqual([]);
  });
});

test('the bill of materials lists every package of the lockfile, with its hash', () => {
  const script = join(ROOT, 'scripts/repository/supply-chain/sbom.ts');
  const print = () => spawnSync(process.execPath, [script], { encoding: 'utf8' }).stdout;
  const text = print();
  const bill = JSON.parse(text);
  const listed = bill.components.map(
    ({ name, version }: { name: string; version: string }) => `${name}@${version}`,
  );
  const locked = Object.entries<{ version: string }>(LOCKFILE.packages)
    .filter(([path]) => path !== '')
    .map(([path, { version }]) => `${path.replace(/^.*node_modules\//, '')}@${version}`);
  expect(new Set(listed)).toEqual(new Set(locked));
  expect(bill.metadata.component.name).toBe('opsbook');
  expect(
    bill.components.filter((component: { hashes?: unknown[] }) => !component.hashes?.length),
  ).toEqual([]);
  expect(print()).toBe(text);
});
