/**
 * Whatever is taken out of `content/`, every place that named it has exactly one new error,
 * and nothing else has one but the document that lost the piece.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { ledger as ledgerSchema } from '../../schemas/ledger.ts';
import type { Address } from '../../src/documents/problem.ts';
import { loadRegistry, memoizeParse } from '../../src/registry/load-registry.ts';
import { mentionsOf } from '../../src/registry/mentions.ts';
import type { Document } from '../../src/registry/registry.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { checkSources } from '../../src/rules/check-sources.ts';
import { readSources } from '../../src/source/read-sources.ts';
import type { Sources } from '../../src/source/source-file.ts';
import { TODAY } from '../support/content.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const sources = readSources(join(ROOT, 'content'));
const ledger = ledgerSchema.parse(
  JSON.parse(readFileSync(join(ROOT, 'registry.lock.json'), 'utf8')),
);
const parse = memoizeParse();
const { registry } = loadRegistry(sources, parse);

/** Only errors count here, so that nothing else has to be looked for. */
const errorRules = rules.filter(({ severity }) => severity === 'error');

function errorsOf(changed: Sources): string[] {
  const input = { sources: changed, today: TODAY, ledger, parse, rules: errorRules };
  const { diagnostics } = checkSources(input);
  return diagnostics.filter(({ severity }) => severity === 'error').map(placeOf);
}

function placeOf({ file, range }: Pick<Diagnostic, 'file' | 'range'>): string {
  return range ? `${file}:${range.start.line}:${range.start.column}` : file;
}

function placeIn(document: Document, at: Address): string {
  return placeOf({ file: document.path, range: document.rangeOf(at) });
}

function withText(path: string, text: string): Sources {
  const files = sources.files.map((file) => (file.path === path ? { path, text } : file));
  return { ...sources, files };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** The text of a document without the lines of `pieces`; the other lines keep their numbers. */
function withoutPieces(document: Document, pieces: readonly Piece[]): string {
  const gone = new Set<number>();
  for (const piece of pieces) {
    const { start, end } = document.rangeOf({ in: 'text', ...piece });
    for (let line = start.line; line <= end.line; line++) gone.add(line);
  }
  const lines = document.source.text.split('\n');
  return lines.map((line, index) => (gone.has(index + 1) ? '' : line)).join('\n');
}

const mentions = registry.documents.flatMap((document) =>
  [...mentionsOf(registry, document)].map(({ target, via, at }) => ({
    target,
    via,
    place: placeIn(document, at),
  })),
);

/** Places that name `owner`, by id or in any other way. */
function placesNaming(owner: Document, via?: 'id'): string[] {
  return mentions
    .filter(({ target, via: way }) => target === owner && (via === undefined || way === via))
    .map(({ place }) => place);
}

interface AnchorUse {
  readonly owner: Document;
  readonly place: string;
  readonly fragment: string;
}

/** Links and tasks that lead to a place on a page. */
const anchorUses: readonly AnchorUse[] = registry.documents.flatMap((document) => [
  ...registry.links(document).flatMap(({ link, target }) =>
    target.kind === 'document' && target.fragment !== undefined
      ? [
          {
            owner: target.document,
            place: placeIn(document, { in: 'text', ...link }),
            fragment: target.fragment,
          },
        ]
      : [],
  ),
  ...registry.references(document).flatMap(({ task, resolution }) => {
    if (task?.stepId === undefined || resolution.kind !== 'document') return [];
    const path = ['template', 'tasks', task.index, 'instructionStepId'];
    const place = placeIn(document, { in: 'frontmatter', path });
    return [{ owner: resolution.document, place, fragment: `step-${task.stepId}` }];
  }),
]);

/** Errors elsewhere than in `file` and the ledger, which may say what they themselves lost. */
function elsewhere(errors: readonly string[], file: string): string[] {
  return errors.filter((place) => !place.startsWith(file) && !place.startsWith('../')).sort();
}

test('the content is in order to begin with', () => {
  expect(errorsOf(sources)).toEqual([]);
  expect(registry.documents.length).toBeGreaterThan(10);
});

type Titled = readonly [id: string, document: Document];
const titled = registry.documents.map((document): Titled => [document.id, document]);

test.each(titled)('the id %s', (_id, document) => {
  const { path, source } = document;
  const text = source.text.replace(/^id: .*$/m, `id: ${document.docType}.never.heard-of`);
  const named = placesNaming(document, 'id');
  const errors = errorsOf(withText(path, text));
  // An id is missed where it stood in its own file as well.
  const own = new Set(named.filter((place) => place.startsWith(path)));
  expect(elsewhere(errors, path)).toEqual(named.filter((each) => !own.has(each)).sort());
  for (const place of own) expect(errors.filter((each) => each === place)).toHaveLength(1);
});

test.each(titled)('the whole file of %s', (_id, document) => {
  const { path } = document;
  const changed = { ...sources, files: sources.files.filter((file) => file.path !== path) };
  const named = placesNaming(document).filter((place) => !place.startsWith(`${path}:`));
  expect(elsewhere(errorsOf(changed), path)).toEqual(named.sort());
});

interface NamedPiece extends Piece {
  /** What is gone with it. */
  readonly anchors: readonly string[];
}

/** Headings and steps; without its heading a procedure has no steps either. */
function piecesOf({ body: { headings, steps } }: Document): NamedPiece[] {
  const all = steps.map(({ anchor }) => anchor);
  return [
    ...headings.map((heading) => ({
      ...heading,
      anchors: [heading.slug, ...(heading.text === 'Procedure' ? all : [])],
    })),
    ...steps.map((step) => ({ ...step, anchors: [step.anchor] })),
  ];
}

interface PieceUse {
  readonly piece: NamedPiece;
  readonly named: readonly AnchorUse[];
}

function pieceUsesOf(document: Document): PieceUse[] {
  const uses = anchorUses.filter(({ owner }) => owner === document);
  return piecesOf(document).map((piece) => ({
    piece,
    named: uses.filter(({ fragment }) => piece.anchors.includes(fragment)),
  }));
}

const isNamed = ({ named }: PieceUse) => named.length > 0;

test.each(titled.filter(([, document]) => pieceUsesOf(document).some(isNamed)))(
  'each heading and step of %s that is named',
  (_id, document) => {
    for (const { piece, named } of pieceUsesOf(document).filter(isNamed)) {
      expectOneErrorEach(document, [piece], named);
    }
  },
);

test.each(titled)('all headings and steps of %s that nobody names', (_id, document) => {
  const unnamed = pieceUsesOf(document).filter((use) => !isNamed(use));
  expectOneErrorEach(
    document,
    unnamed.map(({ piece }) => piece),
    [],
  );
});

function expectOneErrorEach(
  document: Document,
  gone: readonly Piece[],
  named: readonly AnchorUse[],
): void {
  const { path } = document;
  const errors = errorsOf(withText(path, withoutPieces(document, gone)));
  const places = named.map(({ place }) => place);
  const outside = places.filter((place) => !place.startsWith(`${path}:`));
  expect(elsewhere(errors, path)).toEqual(outside.sort());
  for (const place of places) expect(errors.filter((each) => each === place)).toHaveLength(1);
}

test.each([...sources.assets.keys()])('the image %s', (asset) => {
  const assets = new Map([...sources.assets].filter(([path]) => path !== asset));
  const named = registry.documents.flatMap((document) =>
    registry
      .links(document)
      .filter(({ target }) => target.kind === 'asset' && target.asset.path === asset)
      .map(({ link }) => placeIn(document, { in: 'text', ...link })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(errorsOf({ ...sources, assets })).toEqual(named);
});

test('enough is named for this to mean something', () => {
  expect(anchorUses.filter(({ fragment }) => fragment.startsWith('step-')).length).toBeGreaterThan(
    3,
  );
  expect(anchorUses.filter(({ fragment }) => !fragment.startsWith('step-')).length).toBeGreaterThan(
    3,
  );
});
