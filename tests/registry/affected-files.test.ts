/** A run on changed files misses nothing that the changes did elsewhere. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { affectedFiles } from '../../src/registry/affected-files.ts';
import { loadRegistry, memoizeParse } from '../../src/registry/load-registry.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { checkSources } from '../../src/rules/check-sources.ts';
import { readSources } from '../../src/source/read-sources.ts';
import type { SourceFile, Sources } from '../../src/source/source-file.ts';
import { diagnosticsOf, doc, type Files, sourcesOf, TODAY } from '../support/content.ts';

/** Paths that a change of `before` into `after` concerns, whose registry is given. */
function affectedBy(before: Sources, after: Sources, registry: Registry): ReadonlySet<string> {
  const textsOf = ({ files, assets }: Sources) =>
    new Map<string, string>([
      ...files.map(({ path, text }) => [path, text] as const),
      ...[...assets.keys()].map((path) => [path, 'asset'] as const),
    ]);
  const [old, now] = [textsOf(before), textsOf(after)];
  const paths = [...old.keys(), ...now.keys()].filter((path) => old.get(path) !== now.get(path));
  const changed = new Set(paths);
  return affectedFiles(registry, {
    paths: changed,
    before: before.files.filter(({ path }) => changed.has(path)),
  });
}

function affected(before: Files, after: Files): string[] {
  const sources = sourcesOf(after);
  return [...affectedBy(sourcesOf(before), sources, loadRegistry(sources).registry)].sort();
}

const files: Files = {
  'by-id.md': doc('doc.by-id', '[[doc.target]]\n'),
  'by-alias.md': doc('doc.by-alias', '[[doc.old-target]]\n'),
  'by-path.md': doc('doc.by-path', '[x](guides/target.md#part)\n'),
  'by-former-path.md': doc('doc.by-former-path', '[x](former.md)\n'),
  'by-folder.md': doc('doc.by-folder', '[x](guides/)\n'),
  'related.md': doc('doc.related', 'Text.\n', 'related_docs: [doc.target]\n'),
  'guides/README.md': doc('doc.guides'),
  'guides/target.md': doc('doc.target', '## Part\n', 'aliases: [doc.old-target, former.md]\n'),
  'image.md': doc('doc.image', '![x](dot.svg)\n'),
  'legacy.md': 'Text.\n',
  'by-generated-id.md': doc('doc.by-generated-id', '[[doc.legacy]]\n'),
  'dot.svg': '',
  'apart.md': doc('doc.apart', '[[doc.gone]]\n'),
};

const without = (...paths: string[]): Files =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

const POINTING = [
  'by-alias.md',
  'by-former-path.md',
  'by-id.md',
  'by-path.md',
  'guides/target.md',
  'related.md',
];

test.each([
  ['a document that vanished', without('guides/target.md'), POINTING],
  ['other words', { ...files, 'guides/target.md': `${files['guides/target.md']}\n` }, POINTING],
  ['an id and aliases that are gone', { ...files, 'guides/target.md': doc('doc.new') }, POINTING],
  [
    'a document nobody can read',
    { ...files, 'guides/target.md': '---\nid: doc.target\n' },
    POINTING,
  ],
  ['the index of a folder', without('guides/README.md'), ['by-folder.md', 'guides/README.md']],
  ['an image', without('dot.svg'), ['dot.svg', 'image.md']],
  ['a generated id', without('legacy.md'), ['by-generated-id.md', 'legacy.md']],
  ['a new document', { ...files, 'gone.md': doc('doc.gone') }, ['apart.md', 'gone.md']],
])('%s concerns whoever points there', (_, after, expected) => {
  expect(affected(files, after)).toEqual(expected);
});

test('a change that comes back the other way concerns the same files', () => {
  expect(affected(without('guides/target.md'), files)).toEqual(POINTING);
});

test.each([
  ['vanished', {}],
  ['lost its link', { 'hub.md': doc('doc.hub', '[[doc.kept]]\n') }],
  ['moved and lost its link', { 'moved.md': doc('doc.hub', '[[doc.kept]]\n') }],
])('what a document led to that %s may be an orphan now', (_, hub) => {
  const targets: Files = { 'lost.md': doc('doc.lost'), 'kept.md': doc('doc.kept') };
  const links = '[[doc.kept]], [x](lost.md)\n';
  const before = { ...targets, 'hub.md': doc('doc.hub', links) };
  const after = { ...targets, ...hub };
  const reached = affected(before, after);
  const changed = [...new Set(['hub.md', ...Object.keys(hub)])];
  const kept = 'hub.md' in hub || 'moved.md' in hub ? [] : ['kept.md'];
  expect(reached).toEqual([...changed, ...kept, 'lost.md'].sort());
  const orphans = diagnosticsOf(after).filter(
    ({ code, data }) => code === 'lifecycle/orphan' && data?.id === 'doc.lost',
  );
  expect(orphans.map(({ file }) => file)).toEqual(['lost.md']);
});

test.each([
  ['by name in the frontmatter', 'Text.\n', 'related_docs: [doc.lost]\n'],
  ['by id', '[[doc.lost]]\n', ''],
])('a document it led to %s counts too', (_, body, frontmatter) => {
  const lost = { 'lost.md': doc('doc.lost') };
  expect(affected({ ...lost, 'hub.md': doc('doc.hub', body, frontmatter) }, lost)).toEqual([
    'hub.md',
    'lost.md',
  ]);
});

test('in the content of the repository no new finding is outside of what is affected', () => {
  const parse = memoizeParse();
  const check = (sources: Sources) => checkSources({ sources, today: TODAY, parse });
  const sources = readSources(join(import.meta.dirname, '..', '..', 'content'));
  const known = new Set(check(sources).diagnostics.map((finding) => JSON.stringify(finding)));
  const changes: ((source: SourceFile) => SourceFile[])[] = [
    () => [],
    ({ path, text }) => [{ path, text: text.replace(/^id: .*$/m, 'id: doc.changed') }],
    ({ path, text }) => [{ path, text: text.replaceAll(/^#+ .*$/gm, '') }],
    ({ path, text }) => [{ path, text: text.replaceAll(/<!-- step: .* -->/g, '') }],
    ({ path, text }) => [{ path: `moved/${path}`, text }],
  ];
  // Each change is made to other documents, taken evenly from the whole of the content.
  const stride = 2 * changes.length;
  const turns = changes.flatMap((change, turn) =>
    sources.files
      .filter((_, index) => index % stride === 2 * turn)
      .map((source) => ({ source, changed: change(source) })),
  );
  let found = 0;
  for (const { source, changed } of turns) {
    const files = sources.files.flatMap((each) => (each === source ? changed : [each]));
    const after = { ...sources, files };
    const { registry, diagnostics } = check(after);
    const reached = affectedBy(sources, after, registry);
    const fresh = diagnostics.filter((finding) => !known.has(JSON.stringify(finding)));
    found += fresh.length;
    expect(fresh.filter(({ file }) => !reached.has(file))).toEqual([]);
  }
  expect(found).toBeGreaterThan(50);
});
