import { expect, test } from 'vitest';
import { parseDocument } from '../../src/documents/document.ts';
import { convertSopComments } from '../../src/documents/sop-comments.ts';
import { diagnosticsOf } from '../support/content.ts';
import fc from '../support/generated.ts';

const HEAD = '---\nid: sop.media.a\ntitle: A\ndoc_type: sop\n---\n\n';

function convert(body: string, head = HEAD) {
  const document = parseDocument({ path: 'media/sops/a.md', text: head + body });
  if (document.kind === 'unreadable') throw new Error('The document cannot be read');
  const result = convertSopComments(document);
  return { body: result?.text.slice(head.length), notes: result?.notes };
}

const whole = `<!-- sop-section-start: summary -->
## Summary
Why.
<!-- sop-section-end -->

<!-- sop-section-start: prerequisites -->
- A browser.
<!-- sop-section-end -->

<!-- sop-section-start: procedure -->
## How to do it

<!-- sop-todo: "Document the *fallback*" -->

<!-- sop-group-start: "Getting the file" -->
### Getting the file

<!-- sop-step-start id=1 systems="youtube" action="navigate" -->
1.  Open the video.

    <!-- sop-screenshot-start -->
    ![](../images/one.png)
    <!-- sop-caption-start -->
    Look for the [title] bar. It is blue.
    <!-- sop-caption-end -->
    <!-- sop-screenshot-end -->
<!-- sop-step-end -->
<!-- sop-group-end -->

<!-- sop-group-start: "Uploading" -->
<!-- sop-prose-start -->
Now we can upload.
<!-- sop-prose-end -->
<!-- sop-step-start id=5 -->
2.  Open the video again, and
    \`upload\` it.
<!-- sop-step-end -->
<!-- sop-group-end -->
<!-- sop-section-end -->

<!-- sop-section-start: validation -->
## Validation
It plays. <!-- a comment of ours -->
<!-- sop-section-end -->

<!-- sop-section-start: troubleshooting -->
## Troubleshooting
<!-- sop-section-end -->
<!-- sop-section-start: references -->
## References
\`<!-- sop-todo: "in code" -->\`
<!-- sop-section-end -->
`;

test('a procedure in comments becomes one in Markdown', () => {
  const { body, notes } = convert(whole);
  expect(body).toBe(`## Summary
Why.

## Prerequisites

- A browser.

## Procedure

TODO: Document the \\*fallback\\*

### Getting the file

1.  Open the video. <!-- step: open-the-video -->

    ![Look for the title bar.](../images/one.png)

    Look for the [title] bar. It is blue.

### Uploading

Now we can upload.

2.  Open the video again, and <!-- step: open-the-video-again-and -->
    \`upload\` it.

## Validation
It plays. <!-- a comment of ours -->

## Troubleshooting

## References
\`<!-- sop-todo: "in code" -->\`
`);
  expect(notes).toEqual([
    'Line 17: the heading “How to do it” is now `## Procedure`, as its comment says.',
    'Line 24: step 1 leaves out `systems="youtube"`, `action="navigate"`, which has no place.',
    'Line 40: the step with the id `5` is step 2, `open-the-video-again-and`.',
  ]);
});

test('the gap that it had is found by validation, and the second time nothing changes', () => {
  const { body = '' } = convert(whole);
  const codes = diagnosticsOf({ 'media/sops/a.md': HEAD + body }).map(({ code }) => code);
  expect(codes).toContain('lifecycle/leftover-placeholder');
  expect(codes.filter((code) => code.startsWith('sop/'))).toEqual([]);
  expect(convert(body)).toEqual({ body: undefined, notes: undefined });
});

test('comments in front of each part are understood as well', () => {
  const { body, notes } = convert(`<!-- sop-section: procedure -->
<!-- sop-step: open-door -->
1. Open the door. <!-- sop-todo: which one -->
   <!-- sop-screenshot: ../images/door.png | The door -->
2. <!-- sop-step: go-in --> Go in.
   <!-- sop-screenshot: the room with the light on -->
3. Sit.
<!-- sop-mood: calm -->
`);
  expect(body).toBe(`## Procedure

1. Open the door. <!-- step: open-door -->

   TODO: which one

   ![The door](../images/door.png)

2. Go in. <!-- step: go-in -->

   TODO: add the screenshot: the room with the light on

3. Sit.
<!-- sop-mood: calm -->
`);
  expect(notes).toEqual([]);
});

test('names that are there stay, and no two steps have one', () => {
  const step = (text: string) =>
    `<!-- sop-step-start id=1 -->\n1. ${text}\n<!-- sop-step-end -->\n`;
  const { body } = convert(
    `## Procedure\n\n${step('Go on. <!-- step: mine -->')}${step('Go on.')}${step('Go on.')}${step('日本')}${step('[Go\n   on](a.md)')}`,
  );
  expect(body?.match(/<!--.*-->/g)).toEqual([
    '<!-- step: mine -->',
    '<!-- step: go-on -->',
    '<!-- step: go-on-2 -->',
  ]);
});

test('a step without an item is told, and stays', () => {
  const { body, notes } = convert(
    'Words. <!-- sop-prose-end -->\n\n<!-- sop-step-start id=1 -->\n',
  );
  expect(body).toBe('Words.\n\n<!-- sop-step-start id=1 -->\n');
  expect(notes).toEqual([
    'Line 9: a step is marked where there is no numbered item below `## Procedure`; the comment stays.',
  ]);
});

test('sections of other documents keep their headings', () => {
  const head = '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n';
  const { body } = convert(
    '<!-- sop-section-start: done-criteria -->\n## When it is done\nNow.\n',
    head,
  );
  expect(body).toBe('## When it is done\nNow.\n');
});

test('whatever the text is, all words are still there, and once is enough', () => {
  const piece = fc.constantFrom(
    '<!-- sop-section-start: procedure -->',
    '<!-- sop-section-end -->',
    '<!-- sop-step-start id=2 -->',
    '<!-- sop-step-end -->',
    '<!-- sop-prose-start -->',
    '<!-- sop-todo: "x" -->',
    '<!-- other -->',
    '## Procedure',
    '1. one',
    '2. two',
    'word',
    '```',
    '`',
    '    deep',
    '\n',
    '\n',
    '\r\n',
    ' ',
    '> ',
    '![](a.png)',
    '<!-- sop-screenshot-start -->',
    '<!--',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
      const text = HEAD + pieces.join('');
      const document = parseDocument({ path: 'media/sops/a.md', text });
      if (document.kind === 'unreadable') return;
      const result = convertSopComments(document);
      if (result === undefined) return;
      // A heading that is renamed is told.
      const converted = result.text + result.notes.join('');
      const words = (from: string) => from.match(/word|one|two|deep|other/g) ?? [];
      const isKept = (word: string) =>
        words(converted.replaceAll(/<!-- step: [\w-]+ -->/g, '')).filter((each) => each === word)
          .length >= words(text).filter((each) => each === word).length;
      for (const word of ['word', 'one', 'two', 'deep', 'other'])
        expect([word, isKept(word)]).toEqual([word, true]);
      const again = parseDocument({ path: 'media/sops/a.md', text: result.text });
      expect(again.kind).toBe('document');
    }),
    { numRuns: 1000 },
  );
});
