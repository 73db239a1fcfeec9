/** `npm ci` must work on every system, not only on the one the lockfile was written on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}

const file = join(import.meta.dirname, '..', 'package-lock.json');
const entries = Object.entries<Entry>(JSON.parse(readFileSync(file, 'utf8')).packages);

test('the lockfile holds the binaries of every platform', () => {
  const locked = new Set(entries.map(([path]) => path.replace(/^.*node_modules\//, '')));
  const missing = entries.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map((name) => `${name} of ${path || 'package.json'}`),
  );
  expect(entries.length).toBeGreaterThan(300);
  expect(missing).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(entries.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
