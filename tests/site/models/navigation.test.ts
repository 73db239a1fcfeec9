/** The outline beside a page: whole where it is small, around the reader where it is not. */
import { expect, test } from 'vitest';
import { documentSidebar, domainSidebar } from '../../../src/site/models/navigation.ts';
import { MAX_WHOLE, type TreeLink } from '../../../src/site/models/navigation-tree.ts';
import { arrangeSections } from '../../../src/site/models/sections.ts';
import { doc } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';

function linesOf(links: readonly TreeLink[] = [], indent = ''): string[] {
  return links.flatMap(({ label, url = '-', isCurrent, count, children }) => [
    `${indent}${label} ${url}${isCurrent ? ' *' : ''}${count === undefined ? '' : ` (${count})`}`,
    ...linesOf(children, `${indent}  `),
  ]);
}

const MANY = Object.fromEntries(
  Array.from({ length: 40 }, (_, folder) =>
    Array.from({ length: 50 }, (_, index) => {
      const path = `d${folder}/in/deep/p${index}.md`;
      return [path, doc(`doc.d${folder}.p${index}`, 'Text.\n', `order: ${index}\n`)];
    }),
  ).flat(),
);

test('a small portal is shown whole, wherever one is', () => {
  const { registry, outline } = portalOf(
    {
      'ops/a.md': doc('doc.ops.a', 'Text.\n', 'nav_title: The first\norder: 1\n'),
      'ops/deep/b.md': doc('doc.ops.b'),
      'z.md': doc('doc.z'),
    },
    { navigation: ['z.md', { label: 'Status', url: 'https://status.example.org' }] },
  );
  const sections = arrangeSections(outline);
  const lines = (star: string) => [
    `Title of doc.z /docs/doc.z/${star}`,
    'Status https://status.example.org',
    'Ops /domains/ops/',
    '  The first /docs/doc.ops.a/',
    '  Deep /domains/ops/#deep',
    '    Title of doc.ops.b /docs/doc.ops.b/',
  ];
  expect(linesOf(domainSidebar(sections).tree)).toEqual(lines(''));
  const z = registry.get('doc.z');
  expect(z && linesOf(documentSidebar(sections, z).tree)).toEqual(lines(' *'));
});

test('a large one shows the way down and what is beside it, within bounds', () => {
  const { registry, outline } = portalOf(MANY);
  const sections = arrangeSections(outline);
  const document = registry.get('doc.d20.p25');
  const tree = (document && documentSidebar(sections, document).tree) ?? [];
  const lines = linesOf(tree);
  expect(lines.filter((line) => line.endsWith('*'))).toEqual([
    '      Title of doc.d20.p25 /docs/doc.d20.p25/ *',
  ]);
  expect(lines.filter((line) => /^(?: {2}){0,2}\S/.test(line) && !line.endsWith(')'))).toEqual([
    'D20 /domains/d20/',
    '  In /docs/doc.d20.p0/',
    '    Deep /domains/d20/#in-deep',
    'All 40 /all/',
  ]);
  expect(lines.length).toBe(30 + 1 + 2 + 30 + 1);
  expect(lines).toContain('      All 50 in Deep /domains/d20/#in-deep');
  expect(linesOf(domainSidebar(sections).tree)).toHaveLength(31);
  expect(registry.documents.length).toBeGreaterThan(MAX_WHOLE);
});

test('without a stated order the sidebar has domains and the section, as ever', () => {
  const { outline, registry } = portalOf({ 'ops/a.md': doc('doc.ops.a') });
  const sections = arrangeSections(outline);
  const document = registry.get('doc.ops.a');
  const sidebar = document && documentSidebar(sections, document);
  expect(sidebar?.tree).toBeUndefined();
  expect(sidebar?.section?.groups.map(({ label }) => label)).toEqual(['Documents']);
});
