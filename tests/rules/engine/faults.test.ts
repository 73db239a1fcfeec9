/** One fault injected into a clean portal gives one finding, at its exact place. */
import { expect, test } from 'vitest';
import { EXAMPLE_SOP, exampleWorkflow } from '../../../src/rules/engine/example-files.ts';
import { diagnosticsOf, doc, type Files, findingsOf } from '../../support/content.ts';

const clean: Files = {
  'guide.md': doc(
    'doc.guide',
    '# Title of doc.guide\n\n## First part\n\nSee [[sop.media.publish]] and [the SOP](media/sop.md#procedure).\n\n![Shot](images/shot.png)\n',
    'related_docs: [sop.media.publish]\n',
  ),
  'images/shot.png': '',
  'images/page.html': '',
  'media/sop.md': `${EXAMPLE_SOP}- [[doc.guide]]\n`,
  'tasks/flow.md': exampleWorkflow(),
};

/** `clean` with one piece of one file replaced. */
function withFault(path: string, piece: string, replacement: string): Files {
  const text = clean[path] ?? '';
  expect(text).toContain(piece);
  return { ...clean, [path]: text.replace(piece, replacement) };
}

test('the portal without faults is silent', () => {
  expect(diagnosticsOf(clean)).toEqual([]);
});

const guide = (piece: string, replacement: string) => withFault('guide.md', piece, replacement);

test.each<[string, Files, string]>([
  ['frontmatter/missing-key', guide('title: Title of doc.guide\n', ''), 'guide.md:1:1'],
  ['frontmatter/missing-key', guide('doc_type: doc\n', ''), 'guide.md:2:1'],
  ['frontmatter/unknown-key', guide('related_docs', 'related_doc'), 'guide.md:5:1'],
  ['frontmatter/wrong-value', guide('doc_type: doc', 'doc_type: docs'), 'guide.md:4:11'],
  ['frontmatter/wrong-value', guide('[sop.media.publish]\n', '[7]\n'), 'guide.md:5:16'],
  [
    'frontmatter/wrong-value',
    withFault('tasks/flow.md', 'offsetDays: 0', 'offsetDays: 1.5'),
    'tasks/flow.md:16:19',
  ],
  [
    'frontmatter/unknown-key',
    withFault('tasks/flow.md', 'offsetDays: 0', 'ofsetDays: 1\n      offsetDays: 0'),
    'tasks/flow.md:16:7',
  ],
  [
    'frontmatter/missing-key',
    withFault('tasks/flow.md', '      phase: publication\n', ''),
    'tasks/flow.md:14:7',
  ],
  ['frontmatter/invalid-yaml', guide('title: Title', 'title: "Title'), 'guide.md:6:1'],
  [
    'frontmatter/invalid-yaml',
    guide('doc_type: doc\n', 'doc_type: doc\ntitle: Again\n'),
    'guide.md:5:1',
  ],
  ['frontmatter/refused-language', guide('---\nid', '---js\nid'), 'guide.md:1:1'],
  ['frontmatter/unterminated', guide('---\n\n# Title', '\n# Title'), 'guide.md:1:1'],
  ['identity/duplicate-id', { ...clean, 'z.md': doc('doc.guide') }, 'z.md:2:5'],
  [
    'identity/alias-conflict',
    guide('related_docs: [sop', 'aliases: [sop.media.publish]\nrelated_docs: [sop'),
    'guide.md:5:11',
  ],
  [
    'reference/unknown-document',
    guide('related_docs: [sop.media.publish]', 'related_docs: [sop.media.pubish]'),
    'guide.md:5:16',
  ],
  [
    'reference/unknown-document',
    guide('[[sop.media.publish]]', '[[sop.media.gone]]'),
    'guide.md:12:5',
  ],
  [
    'reference/unknown-document',
    guide('[[sop.media.publish]]', '[x](doc:sop.media.gone)'),
    'guide.md:12:5',
  ],
  [
    'reference/unknown-document',
    withFault(
      'tasks/flow.md',
      'sourceDocIds: [sop.media.publish]',
      'sourceDocIds: [sop.media.publich]',
    ),
    'tasks/flow.md:7:18',
  ],
  [
    'reference/unknown-document',
    withFault('tasks/flow.md', 'instructionDocId: sop.media.publish', 'instructionDocId: sop.gone'),
    'tasks/flow.md:18:25',
  ],
  [
    'reference/unknown-step',
    withFault('tasks/flow.md', 'instructionStepId: publish-video', 'instructionStepId: publish'),
    'tasks/flow.md:19:26',
  ],
  ['link/broken-path', guide('media/sop.md#procedure', 'media/sopp.md'), 'guide.md:12:31'],
  ['link/broken-anchor', guide('sop.md#procedure', 'sop.md#procedures'), 'guide.md:12:31'],
  [
    'link/broken-anchor',
    guide('[[sop.media.publish]]', '[[doc.guide#first-parts|here]]'),
    'guide.md:12:5',
  ],
  ['link/missing-image', guide('images/shot.png', 'images/shoot.png'), 'guide.md:14:1'],
  ['link/active-content', guide('media/sop.md#procedure', 'images/page.html'), 'guide.md:12:31'],
  ['link/unsafe-scheme', guide('media/sop.md#procedure', 'javascript:alert(1)'), 'guide.md:12:31'],
  ['link/outside-content', guide('media/sop.md#procedure', '../secret.md'), 'guide.md:12:31'],
])('%s is found once: %#', (code, files, place) => {
  expect(findingsOf(files)).toEqual([[code, place]]);
});

test('a near name is offered', () => {
  const messages = diagnosticsOf(guide('[[sop.media.publish]]', '[[sop.media.pubish]]'));
  expect(messages.map(({ suggestion }) => suggestion?.text)).toEqual(['sop.media.publish']);
  expect(messages[0]?.message).toContain('Did you mean `sop.media.publish`?');
});

test('a file that cannot be read is one finding, however many point at it', () => {
  const files = withFault('media/sop.md', 'title: Publish a video', 'title: "Publish');
  expect(findingsOf(files).map(([code]) => code)).toEqual(['frontmatter/invalid-yaml']);
});

test('positions are the same with CRLF line ends and a byte order mark', () => {
  const files = guide('[[sop.media.publish]]', '[[sop.gone]]');
  const windows = Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]),
  );
  expect(findingsOf(windows)).toEqual(findingsOf(files));
});

const task = (lines: string) =>
  withFault('tasks/flow.md', 'offsetDays: 0', `offsetDays: 0\n      ${lines}`);

test.each<[string, string, string]>([
  ['validation: { atRiskWhen: late }', 'tasks/flow.md:17:33', 'a list'],
  ['validation: { waitingSemantics: { waitingFor: them } }', 'tasks/flow.md:17:21', 'is missing'],
  ['validation: 7', 'tasks/flow.md:17:19', 'a text or a mapping'],
  ['validation: Done.\n      atRiskWhen: [late]', 'tasks/flow.md:17:19', 'a mapping'],
  ['offsetWorkdays: 1', 'tasks/flow.md:16:19', 'either'],
  ['time: 25:00', 'tasks/flow.md:17:13', '`00:00` to `23:59`'],
])('a task with %s is refused in words', (lines, place, words) => {
  const [finding] = diagnosticsOf(task(lines));
  expect(
    findingsOf(task(lines))
      .slice(0, 1)
      .map(([, at]) => at),
  ).toEqual([place]);
  expect(finding?.message).toContain(words);
});
