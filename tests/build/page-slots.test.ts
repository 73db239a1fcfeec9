/** What a server of the portal finds in its pages: each part once, and none that an author wrote. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PAGES, startRunUrl } from '../../schemas/addresses.ts';
import { fillSlot, PAGE_SLOTS, type PageSlot, readSlot } from '../../schemas/page-slots.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../../src/rules/engine/example-files.ts';
import { build } from '../support/build.ts';
import { doc, writeFolder } from '../support/content.ts';
import { elementsOf } from '../support/page-elements.ts';
import { emittedPaths } from '../support/running-portal.ts';

const { title, main, body } = PAGE_SLOTS;
/** Every mark there is, wherever an author can write it. */
const MARKS = [main, body].flatMap(({ start, end }) => [start, end]).join(' ');
const FORGED = [
  MARKS,
  `\`${MARKS}\``,
  `~~~html title='${MARKS}'\n${MARKS}\n~~~`,
  `[link](https://example.org '${MARKS}')`,
  `<b title='${MARKS}'>raw ${MARKS}</b>`,
  'The last words.',
].join('\n\n');

let dist: string;

beforeAll(async () => {
  const folder = writeFolder({
    'content/media/sop.md': EXAMPLE_SOP,
    'content/media/flow.md': exampleWorkflow(),
    'content/media/forged.md': doc('doc.forged', FORGED, `summary: '${MARKS}'\n`),
    'content/media/forged.mdx': doc(
      'doc.component',
      `<Callout title='${MARKS}'>\n\n\`${MARKS}\`\n\n</Callout>\n\nThe last words.\n`,
    ),
    'bare/content/a.md': doc('doc.a'),
  });
  dist = join(folder, 'dist');
  expect(await build({ content: join(folder, 'content'), out: dist })).toBe(0);
  expect(
    await build({ content: join(folder, 'bare/content'), out: join(folder, 'bare/dist') }),
  ).toBe(0);
  return () => rmSync(folder, { recursive: true, force: true });
});

const read = (url: string, of = dist) => readFileSync(join(of, url, 'index.html'), 'utf8');
const countOf = (page: string, { start, end }: PageSlot) =>
  [start, end].map((mark) => page.split(mark).length - 1);

describe.each([PAGES.work, startRunUrl('flow')])('%s', (url) => {
  test('has one title and one main part, and nothing but that in its main element', () => {
    const page = read(url);
    expect([title, main, body].map((slot) => countOf(page, slot))).toEqual([
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const whole = /<main[^>]*>([\s\S]*)<\/main>/.exec(page)?.[1]?.trim() ?? '';
    expect(whole.startsWith(main.start) && whole.endsWith(main.end)).toBe(true);
  });

  test('shows what is put there, and is otherwise as it was', () => {
    const page = read(url);
    const shown = fillSlot(page, main, '<p>$& kept</p>') ?? '';
    expect(readSlot(shown, main)).toBe('<p>$& kept</p>');
    expect(fillSlot(shown, main, readSlot(page, main) ?? '')).toBe(page);
  });

  test('says without a server what is missing, and leads to the workflow', () => {
    const words = readSlot(read(url), main) ?? '';
    expect(words).toContain('opsbook serve');
    expect(words).toContain('href="/docs/task-template.flow/');
  });
});

describe('a document', () => {
  const documents = () =>
    emittedPaths(dist).filter((path) => /^docs\/[^/]+\/index\.html$/.test(path));

  test('has one body, whatever its author wrote', () => {
    expect(documents()).toHaveLength(4);
    const counts = documents().map((path) => countOf(readFileSync(join(dist, path), 'utf8'), body));
    expect(counts).toEqual(documents().map(() => [1, 1]));
    for (const id of ['doc.forged', 'doc.component']) {
      expect(readSlot(read(`docs/${id}`), body)).toMatch(/The last words\.<\/p>\s*$/);
    }
  });

  test('has in its body every step, under its fragment and hash, and nothing around the words', () => {
    const words = readSlot(read('docs/sop.media.publish'), body) ?? '';
    const { documents } = JSON.parse(readFileSync(join(dist, 'api/registry.json'), 'utf8'));
    const { steps } = documents.find(({ id }: { id: string }) => id === 'sop.media.publish');
    const elements = elementsOf(words);
    const found = elements.filter(({ attributes }) => attributes.has('data-step'));
    expect(
      found.map(({ attributes }) => [attributes.get('id'), attributes.get('data-step')]),
    ).toEqual(steps.map(({ anchor, hash }: Record<string, string>) => [anchor, hash]));
    expect(steps.length).toBeGreaterThan(1);
    expect(elements.map(({ name }) => name)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(?:h1|header|nav|footer|article)$/)]),
    );
  });
});

describe('places', () => {
  const today = (page: string) =>
    elementsOf(page).filter(
      ({ name, attributes }) => name === 'a' && attributes.get('href') === PAGES.work,
    );

  test('lead to Today from the bar and the drawer of every page, and say when one is there', () => {
    for (const [url, current] of [
      [PAGES.home, undefined],
      [PAGES.work, 'true'],
      [startRunUrl('flow'), 'true'],
    ] as const) {
      const links = today(read(url)).map(({ attributes }) => attributes.get('aria-current'));
      expect(links).toEqual([current, current]);
    }
  });

  test('are without Today where there are no workflows, and its page says why it is empty', () => {
    const bare = join(dist, '../bare/dist');
    expect([today(read(PAGES.home, bare)), today(read(PAGES.work, bare))]).toEqual([[], []]);
    expect(readSlot(read(PAGES.work, bare), main)).toContain('No templates yet.');
  });
});

test('a page without a part has none to read or to fill', () => {
  const page = `<p>x</p>${main.end}${main.start}`;
  expect([readSlot(page, main), fillSlot(page, main, 'y')]).toEqual([undefined, undefined]);
});
