/** The layers of the design, as a table that the imports of every file are held against. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tableBelow } from './support/markdown-table.ts';
import { files, importsOf, product, ROOT, resolveImport } from './support/source-tree.ts';

/** Folder → level; a file imports its own folder or a lower level. */
const LEVELS: Readonly<Record<string, number>> = {
  schemas: 0,
  'src/diagnostics': 1,
  'src/source': 2,
  'src/documents': 3,
  'src/registry': 4,
  'src/workflow': 5,
  'src/search': 5,
  'src/brand': 6,
  'src/rules': 6,
  'src/workspace': 6,
  'src/portal': 7,
  'src/project': 7,
  'src/site': 8,
  'src/server': 8,
  'src/leak-check': 8,
  'src/library': 8,
  'src/build': 8,
  scripts: 9,
  bench: 10,
  bin: 10,
};

/** Edges touch the outside; none imports another, but for the commands that start the server. */
const EDGES = ['src/site', 'src/server', 'src/leak-check', 'src/build', 'scripts'];
const EDGE_IMPORTS = [
  ['scripts', 'src/server'],
  ['scripts', 'src/leak-check'],
  ['scripts', 'src/build'],
  ['scripts', 'src/site'],
  // A build hands the portal to the site's Astro integration.
  ['src/build', 'src/site'],
];

/** Modules that browsers load, with everything they import. */
const BROWSER_SAFE = [
  'schemas/addresses.ts',
  'schemas/media-types.ts',
  'src/workflow/schedule/catch-up.ts',
  'src/workflow/diff/diff-templates.ts',
  'src/workflow/diff/format-diff.ts',
  'src/workflow/index.ts',
  'src/workflow/schedule/occurrences.ts',
  'src/workflow/plan/plan.ts',
  'src/workflow/plan/formats/plan-calendar.ts',
  'src/workflow/plan/formats/plan-csv.ts',
  'src/workflow/plan/formats/plan-markdown.ts',
  'src/workflow/plan/plan-remarks.ts',
  'src/workflow/plan/formats/plan-table.ts',
  'src/workflow/schedule/simulate.ts',
  'src/search/query.ts',
];

/** Where the disk is read and written. */
const DISK = /^node:(?:fs|child_process|sqlite|net|http|https|dns)/;
const MAY_TOUCH_DISK = [
  'src/source',
  'src/project',
  'src/site',
  'src/server',
  'src/leak-check',
  'src/build',
  'scripts',
  'bench',
];

function folderOf(file: string): string | undefined {
  return Object.keys(LEVELS).find((folder) => file.startsWith(`${folder}/`));
}

describe('layers', () => {
  test('every source file belongs to a layer', () => {
    expect(
      files.filter((file) => folderOf(file) === undefined && !/^src\/[^/]+\.d\.ts$/.test(file)),
    ).toEqual([]);
    expect(files.length).toBeGreaterThan(50);
  });

  test('are those that CONTRIBUTING.md tells', () => {
    const rows = tableBelow(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8'), 'The rooms');
    const told = rows.map(([room = '', , level]) => [
      /`([^`]+?)(?:\/|\/opsbook\.js)?`/.exec(room)?.[1],
      level,
    ]);
    expect(Object.fromEntries(told)).toEqual(
      Object.fromEntries(Object.entries(LEVELS).map(([room, level]) => [room, String(level)])),
    );
  });

  test('every file begins with what it is for, right above its imports', () => {
    const headless = product
      .filter((file) => file.startsWith('src/') && file.endsWith('.ts') && !file.endsWith('.d.ts'))
      .filter((file) => !file.startsWith('src/rules/'))
      .filter((file) => {
        const text = readFileSync(join(ROOT, file), 'utf8');
        return !text.startsWith('/**') || /^\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n\nimport /.test(text);
      });
    expect(headless).toEqual([]);
  });

  test('imports point down', () => {
    const wrong = files.flatMap((file) => {
      const from = folderOf(file) ?? '';
      return importsOf(file).flatMap((each) => {
        const target = resolveImport(file, each);
        const to = target && folderOf(target);
        if (!to || to === from) return [];
        const isEdgePair = EDGES.includes(from) && EDGES.includes(to);
        const isAllowed = isEdgePair
          ? EDGE_IMPORTS.some(([a, b]) => a === from && b === to)
          : (LEVELS[to] ?? 99) < (LEVELS[from] ?? 0);
        return isAllowed ? [] : [`${file} → ${target}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test('the server knows nothing of content but the types of files and the look of the portal, of work the roles of people, and how a folder stays out of Git', () => {
    const wrong = files
      .filter((file) => file.startsWith('src/server/') && !file.startsWith('src/server/work/'))
      .flatMap((file) => importsOf(file).map((each) => resolveImport(file, each)))
      .filter((target) => target !== undefined && !target.startsWith('src/server/'));
    expect([...new Set(wrong)].sort()).toEqual([
      'schemas/media-types.ts',
      'schemas/portal-json.ts',
      'schemas/work-roles.ts',
      'src/source/ignored-folder.ts',
    ]);
  });

  test('the workspace knows schemas and the rules of runs, its edge in the server that and no more', () => {
    const reachOf = (room: string, allowed: RegExp) =>
      files
        .filter((file) => file.startsWith(room))
        .flatMap((file) => importsOf(file).map((each) => resolveImport(file, each)))
        .filter((target) => target !== undefined && !allowed.test(target));
    expect(
      reachOf('src/workspace/', /^(?:schemas|src\/(?:diagnostics|workflow|workspace))\//),
    ).toEqual([]);
    expect(
      reachOf('src/server/work/', /^(?:schemas|src\/(?:diagnostics|workflow|workspace|server))\//),
    ).toEqual([]);
  });

  test('OS-A14 Work reaches no other system but the bucket that files are kept in', () => {
    const reaching = files.filter(
      (file) =>
        /^src\/(?:workspace|server\/work)\//.test(file) &&
        /\bfetch\(|node:(?:https?|net|tls)'/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(reaching).toEqual(['src/server/work/blobs/s3-requests.ts']);
  });

  test('schemas use zod alone', () => {
    const wrong = files
      .filter((file) => file.startsWith('schemas/'))
      .flatMap((file) => importsOf(file).map(({ specifier }) => specifier))
      .filter((specifier) => !specifier.startsWith('./') && specifier !== 'zod');
    expect(wrong).toEqual([]);
  });

  test('only sources and edges touch the disk', () => {
    const wrong = files
      .filter((file) => !MAY_TOUCH_DISK.some((folder) => file.startsWith(`${folder}/`)))
      .filter((file) => importsOf(file).some(({ specifier }) => DISK.test(specifier)));
    expect(wrong).toEqual([]);
  });

  test('the product imports nothing of the tests', () => {
    const wrong = product.filter((file) =>
      importsOf(file).some((each) => resolveImport(file, each)?.startsWith('tests/')),
    );
    expect(wrong).toEqual([]);
  });

  test('imports form no circle, types included', () => {
    const done = new Set<string>();
    const circles = new Set<string>();
    const follow = (file: string, trail: readonly string[]): void => {
      if (trail.includes(file))
        circles.add([...trail.slice(trail.indexOf(file)), file].join(' → '));
      if (trail.includes(file) || done.has(file)) return;
      for (const each of importsOf(file)) {
        const target = resolveImport(file, each);
        if (target && files.includes(target)) follow(target, [...trail, file]);
      }
      done.add(file);
    };
    for (const file of files) follow(file, []);
    expect([...circles]).toEqual([]);
  });

  test.each(BROWSER_SAFE)('%s loads neither Node modules nor zod at run time', (entry) => {
    const seen = new Set<string>();
    const foreign: string[] = [];
    const follow = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const each of importsOf(file)) {
        if (each.isTypeOnly) continue;
        const target = resolveImport(file, each);
        if (target) follow(target);
        else if (each.specifier === 'zod' || each.specifier.startsWith('node:')) {
          foreign.push(`${file} → ${each.specifier}`);
        }
      }
    };
    expect(files).toContain(entry);
    follow(entry);
    expect(foreign).toEqual([]);
  });
});
