/**
 * Whatever a file holds, it is read without a crash and in bounded time, every position lies
 * inside it, and the same file gives the same findings and the same page. Seeded; a failure
 * prints what to repeat it with.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { expect, test } from 'vitest';
import { portalConfig } from '../../schemas/config.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { compilePortal } from '../../src/portal/compile-portal.ts';
import { RULE_CRASHED } from '../../src/rules/engine/run-findings.ts';
import { readSources } from '../../src/source/read-sources.ts';
import type { Sources } from '../../src/source/source-file.ts';
import { sourcesOf, TODAY } from '../support/content.ts';
import { documentText } from '../support/documents.ts';
import fc from '../support/generated.ts';

/** Far above what any file needs, so that only a hang reaches it on a busy machine. */
const HANG_MS = 30_000;
const isFull = env.OPSBOOK_TEST_FULL !== undefined;
const DOCUMENTS = isFull ? 10_000 : 2_000;
const MUTATIONS = isFull ? 2_000 : 400;

interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly pages: readonly string[];
}

function process(sources: Sources): Outcome {
  const portal = compilePortal({ sources, config: portalConfig.parse({}), today: TODAY });
  const pages = portal.registry.documents.map((document) => portal.html(document));
  return { diagnostics: portal.diagnostics, pages };
}

function withstand(sources: Sources): void {
  const began = performance.now();
  const outcome = process(sources);
  expect(performance.now() - began).toBeLessThan(HANG_MS);
  expect(outcome.diagnostics.filter(({ code }) => code === RULE_CRASHED.code)).toEqual([]);
  expect(outcome.diagnostics.filter((each) => !isInside(each, sources))).toEqual([]);
  expect(process(sources)).toEqual(outcome);
}

function isInside({ file, range, related, suggestion }: Diagnostic, sources: Sources): boolean {
  const ranges = [
    { file, range },
    { file, range: suggestion?.replace?.range },
    ...related.map((other) => ({ file: other.file, range: other.range })),
  ];
  return ranges.every((place) => {
    if (!place.range) return true;
    const text = sources.files.find(({ path }) => path === place.file)?.text ?? '';
    const lines = text.split(/\r\n|\n|\r/);
    const { start, end } = place.range;
    const isOrdered =
      start.line < end.line || (start.line === end.line && start.column <= end.column);
    return (
      isOrdered &&
      [start, end].every(({ line, column }) => {
        const length = lines[line - 1]?.length;
        return length !== undefined && column >= 1 && column <= length + 1;
      })
    );
  });
}

test(`${DOCUMENTS} generated documents are withstood`, () => {
  const path = fc.constantFrom('a.md', 'sops/a.md', 'a.mdx');
  fc.assert(
    fc.property(documentText, path, (text, name) => {
      withstand(sourcesOf({ [name]: text, 'b.md': '# B\n' }));
    }),
    { numRuns: DOCUMENTS },
  );
});

test(`${MUTATIONS} damaged files are withstood`, () => {
  const root = join(import.meta.dirname, '..', '..', 'content');
  const originals = readSources(root).files.map(({ path }) => readFileSync(join(root, path)));
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-fuzz-'));
  const edit = fc.tuple(
    fc.constantFrom('replace', 'insert', 'remove', 'repeat'),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 4 }),
      fc
        .constantFrom(
          '---',
          '<!--',
          '-->',
          '```',
          '[[',
          '|',
          '\t',
          '\r',
          '%',
          '\0',
          '#',
          ': ',
          '> ',
        )
        .map((text) => Buffer.from(text)),
    ),
  );
  try {
    fc.assert(
      fc.property(
        fc.nat(originals.length - 1),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('a.md', 'a.mdx'),
        (index, edits, name) => {
          const bytes = edits.reduce(damage, originals[index] ?? Buffer.alloc(0));
          for (const each of ['a.md', 'a.mdx']) rmSync(join(folder, each), { force: true });
          writeFileSync(join(folder, name), bytes);
          withstand(readSources(folder));
        },
      ),
      { numRuns: MUTATIONS },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function damage(
  bytes: Buffer,
  [how, where, piece]: readonly [string, number, Uint8Array],
): Buffer<ArrayBuffer> {
  const at = Math.floor(where * bytes.length);
  const before = bytes.subarray(0, at);
  const after = bytes.subarray(at);
  switch (how) {
    case 'replace':
      return Buffer.concat([before, piece, after.subarray(piece.length)]);
    case 'remove':
      return Buffer.concat([before, after.subarray(piece.length * 8)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, 64), after.subarray(0, 64), after]);
    default:
      return Buffer.concat([before, piece, after]);
  }
}
