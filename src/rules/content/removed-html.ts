import { listing } from '../../diagnostics/wording.ts';
import { lossesOf } from '../../documents/allowed-html.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const removedHtml = defineRule({
  code: 'content/removed-html',
  severity: 'warning',
  summary: 'Raw HTML uses tags and attributes that the page keeps.',
  rationale:
    'Scripts, styles and unknown tags are taken out, so the page shows less than was written.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', 'Write to <your-team> first.\n') },
    good: {
      'a.md': exampleDocument(
        'doc.a',
        'Write to `<your-team>` first. <kbd>Ctrl</kbd> <details><summary>More</summary></details>\n',
      ),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const element of document.body.elements) {
        const losses = lossesOf(element.tagName, element.attributes);
        if (losses.kind === 'none') continue;
        // Imported text is full of styling; what matters there is text that disappears.
        if (losses.kind === 'attributes' && !document.strict) continue;
        const written = /^<([^\s/>]+)/.exec(document.source.text.slice(element.start, element.end));
        const tag = written?.[1] ?? element.tagName;
        const names = losses.kind === 'attributes' ? losses.names : [];
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', start: element.start, end: element.end }),
          message:
            losses.kind === 'tag'
              ? `The page is shown without the tag \`<${tag}>\`${losses.withContent ? ' and all it holds' : ''} — write it in Markdown, or in backticks if it is meant as text.`
              : `The page is shown without ${listing(names.map((name) => `\`${name}\``))} of \`<${tag}>\` — remove ${names.length === 1 ? 'the attribute' : 'these attributes'}.`,
          data: { tag: element.tagName, ...(names.length > 0 && { attributes: names }) },
        });
      }
    }
  },
});
