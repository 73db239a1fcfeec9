/**
 * Whatever is taken out of `content/`, every place that named it has exactly one new error,
 * and nothing else has one but the document that lost the piece.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { ledger as ledgerSchema } from '../../schemas/ledger.ts';
import type { Address } from '../../src/documents/problem.ts';
import { loadRegistry, rememberParsed } from '../../src/registry/load-registry.ts';
import type { Document, Registry } from '../../src/registry/registry.ts';
import { mentionsOf } from '../../src/rules/mentions.ts';
import { runRules } from '../../src/rules/run-rules.ts';
import { readSources } from '../../src/source/read-sources.ts';
import type { Sources } from '../../src/source/source-file.ts';
import { TODAY } from '../support/content.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const sources = readSources(join(ROOT, 'content'));
const ledger = ledgerSchema.parse(
  JSON.parse(readFileSync(join(ROOT, 'registry.lock.json'), 'utf8')),
);
const parse = rememberParsed();
const { registry } = loadRegistry(sources, parse);

function errorsOf(changed: Sources): string[] {
  const diagnostics = runRules({ ...loadRegistry(changed, parse), today: TODAY, ledger });
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

/** `text` without its lines `from` to `to`, both counted from 1; the other lines keep theirs. */
function withoutLines(text: string, from: number, to: number): string {
  const lines = text.split('\n');
  return lines.map((line, index) => (index + 1 >= from && index < to ? '' : line)).join('\n');
}

/** Places outside `owner` that name it, by id or in any other way. */
function placesNaming(owner: Document, via?: 'id'): string[] {
  return registry.documents.flatMap((document) =>
    [...mentionsOf(registry, document)]
      .filter(({ target, via: way }) => target === owner && (via === undefined || way === via))
      .map(({ at }) => placeIn(document, at)),
  );
}

interface AnchorUse {
  readonly place: string;
  readonly fragment: string;
}

/** Links and tasks that lead to a place on the page of `owner`. */
function anchorUses(owner: Document, { documents }: Registry): AnchorUse[] {
  return documents.flatMap((document) => [
    ...registry
      .links(document)
      .flatMap(({ link, target }) =>
        target.kind === 'document' && target.document === owner && target.fragment !== undefined
          ? [{ place: placeIn(document, { in: 'text', ...link }), fragment: target.fragment }]
          : [],
      ),
    ...registry.references(document).flatMap(({ task, resolution }) => {
      if (task?.stepId === undefined || resolution.kind !== 'document') return [];
      if (resolution.document !== owner) return [];
      const path = ['template', 'tasks', task.index, 'instructionStepId'];
      const place = placeIn(document, { in: 'frontmatter', path });
      return [{ place, fragment: `step-${task.stepId}` }];
    }),
  ]);
}

/** Errors elsewhere than in `file` and the ledger, which may say what they themselves lost. */
function elsewhere(errors: readonly string[], file: string): string[] {
  return errors.filter((place) => !place.startsWith(file) && !place.startsWith('../')).sort();
}

test('the content is in order to begin with', () => {
  expect(errorsOf(sources)).toEqual([]);
  expect(registry.documents.length).toBeGreaterThan(10);
});

describe.each(registry.documents.map((document) => [document.id, document] as const))(
  'in %s',
  (_id, document) => {
    const { path, source, body } = document;

    test('its id', () => {
      const text = source.text.replace(/^id: .*$/m, `id: ${document.docType}.never.heard-of`);
      const named = placesNaming(document, 'id');
      const errors = errorsOf(withText(path, text));
      // An id is missed where it stood in its own file as well.
      const own = new Set(named.filter((place) => place.startsWith(path)));
      expect(elsewhere(errors, path)).toEqual(named.filter((each) => !own.has(each)).sort());
      for (const place of own) expect(errors.filter((each) => each === place)).toHaveLength(1);
    });

    test('the whole file', () => {
      const changed = { ...sources, files: sources.files.filter((file) => file.path !== path) };
      const named = placesNaming(document).filter((place) => !place.startsWith(`${path}:`));
      expect(elsewhere(errorsOf(changed), path)).toEqual(named.sort());
    });

    test('each heading', () => {
      for (const heading of body.headings) {
        const { start, end } = document.rangeOf({ in: 'text', ...heading });
        const text = withoutLines(source.text, start.line, end.line);
        // Without its heading a procedure has no steps either.
        const gone = new Set([
          heading.slug,
          ...(heading.text === 'Procedure' ? body.steps.map(({ anchor }) => anchor) : []),
        ]);
        const named = anchorUses(document, registry).filter(({ fragment }) => gone.has(fragment));
        expectOneErrorEach(withText(path, text), named, path);
      }
    });

    test('each step', () => {
      for (const step of body.steps) {
        const { start, end } = document.rangeOf({ in: 'text', ...step });
        const text = withoutLines(source.text, start.line, end.line);
        const named = anchorUses(document, registry).filter(
          ({ fragment }) => fragment === step.anchor,
        );
        expectOneErrorEach(withText(path, text), named, path);
      }
    });
  },
);

function expectOneErrorEach(changed: Sources, named: readonly AnchorUse[], path: string): void {
  const errors = errorsOf(changed);
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
      .filter(({ target }) => target.kind === 'asset' && target.path === asset)
      .map(({ link }) => placeIn(document, { in: 'text', ...link })),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(errorsOf({ ...sources, assets })).toEqual(named);
});

test('enough is named for this to mean something', () => {
  const uses = registry.documents.flatMap((document) => anchorUses(document, registry));
  expect(uses.filter(({ fragment }) => fragment.startsWith('step-')).length).toBeGreaterThan(3);
  expect(uses.filter(({ fragment }) => !fragment.startsWith('step-')).length).toBeGreaterThan(3);
});
