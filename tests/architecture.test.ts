/** The layers of the design, as a table that the imports of every file are held against. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** Folder → level; a file imports its own folder or a lower level. */
const LEVELS: Readonly<Record<string, number>> = {
  schemas: 0,
  'src/diagnostics': 1,
  'src/source': 2,
  'src/documents': 3,
  'src/registry': 4,
  'src/workflow': 5,
  'src/search': 5,
  'src/rules': 6,
  'src/portal': 7,
  'src/project': 7,
  'src/site': 8,
  'src/server': 8,
  'src/leak-check': 8,
  'src/build': 8,
  scripts: 9,
  bench: 10,
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

/** What one file of the product keeps to itself, as its comment says. */
const SOLE_IMPORTERS: readonly (readonly [specifier: RegExp, file: string])[] = [
  [/^node:child_process$/, 'src/source/git.ts'],
  [/^satteri$/, 'src/documents/body.ts'],
  [/^(?:gray-matter|yaml)$/, 'src/documents/frontmatter.ts'],
  [/^croner$/, 'src/workflow/schedule/cron.ts'],
];

/** What only some files of the product do, below a folder; their comments say so. */
const SOLE_USES: readonly (readonly [
  what: string,
  pattern: RegExp,
  below: RegExp,
  files: readonly string[],
])[] = [
  [
    'list a content root',
    /\breaddirSync\(/,
    /^src\/(?:source|documents|registry|workflow|search|rules|portal|project)\//,
    ['src/source/read-sources.ts'],
  ],
  [
    'make a registry',
    /\bnew Registry\(/,
    /./,
    ['src/registry/affected-files.ts', 'src/registry/load-registry.ts'],
  ],
  [
    'spell where the configuration lies',
    /opsbook\.config\.json/,
    /^(?:src|scripts)\//,
    ['src/project/configuration.ts'],
  ],
  ['read the environment in the server', /\bprocess\.env\b/, /^src\/server\//, []],
  [
    'know the process that runs a command',
    /\b(?:process|console)\./,
    /^scripts\//,
    ['scripts/opsbook.ts'],
  ],
  [
    'read JSON that people may have damaged',
    /\bJSON\.parse\(/,
    /^src\/project\//,
    ['src/project/json-file.ts'],
  ],
  [
    'say when a review is due',
    /\breview_every\b/,
    /^src\/(?:registry|rules|portal|site\/models)\//,
    ['src/portal/artifacts/registry-json.ts', 'src/registry/review.ts'],
  ],
  [
    'ask the registry about a document in the markup',
    /\.(?:links|references|backlinks|taskUses|findStep)\(/,
    /^src\/site\/(?:components|layouts|pages)\//,
    [],
  ],
];

/** Paths and fragments of a portal, as code would spell them; the server knows its own. */
const ADDRESS =
  /["'`=}](?:\/?(?:all|api|docs|domains|graph|health|images|llms|owners|rules|search|systems|tags|workflows)\/(?!\w+\.ts)|llms\.txt|_redirects|#?(?:step|task|phase)-(?:\$\{|["'`]))/;
const ADDRESSES = 'schemas/addresses.ts';
const KNOW_OTHER_ADDRESSES = ['src/server/', 'src/leak-check/'];

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

interface Import {
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

const files = ['schemas', 'src', 'scripts', 'bench'].flatMap((folder) =>
  filesBelow(join(ROOT, folder)),
);

/** The code of a file, without comments and imports. */
function codeOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replaceAll(
    /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|^\s*(?:import|export) .* from .*$/gm,
    '',
  );
}

/** What is published as a package; benches and tools of the repository are not. */
const product = files.filter((file) => !/^(?:bench|scripts\/repository)\//.test(file));

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(?:ts|astro|mjs)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const pattern = /^\s*(?:import|export)\s+(type\s)?(?:[^'";]*?from\s+)?['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(pattern)].map(([, type, specifier = '']) => ({
      specifier,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map(([, specifier = '']) => ({ specifier, isTypeOnly: false })),
  ];
}

function resolveImport(file: string, { specifier }: Import): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  return join(dirname(file), specifier.replace(/\?.*$/, '')).split(sep).join('/');
}

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

  test('the server knows nothing of content', () => {
    const wrong = files
      .filter((file) => file.startsWith('src/server/'))
      .flatMap((file) => importsOf(file).map((each) => resolveImport(file, each)))
      .filter((target) => target !== undefined && !target.startsWith('src/server/'));
    expect(wrong).toEqual([]);
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

  test.each(SOLE_IMPORTERS)('%s is imported by %s alone', (pattern, owner) => {
    const importers = product.filter((file) =>
      importsOf(file).some(({ specifier }) => pattern.test(specifier)),
    );
    expect(importers).toEqual([owner]);
  });

  test.each(SOLE_USES)('no other files %s', (_what, pattern, below, expected) => {
    const found = product.filter((file) => below.test(file) && pattern.test(codeOf(file)));
    expect(found.sort()).toEqual(expected);
  });

  test('addresses are spelled in one file', () => {
    const spells = (file: string) =>
      codeOf(file)
        .split('\n')
        .filter((line) => ADDRESS.test(line))
        .map((line) => `${file}: ${line.trim()}`);
    const wrong = product
      .filter((file) => !KNOW_OTHER_ADDRESSES.some((folder) => file.startsWith(folder)))
      .filter((file) => file !== ADDRESSES)
      .flatMap(spells);
    expect(wrong).toEqual([]);
    expect(spells(ADDRESSES).length).toBeGreaterThan(10);
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
