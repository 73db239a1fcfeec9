import { listing } from '../../diagnostics/wording.ts';
import { lossesOf } from '../../documents/allowed-html.ts';
import { exampleDocument } from '../example-files.ts';
import { defineRule } from '../rule.ts';

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
        const losses = lossesOf(element);
        if (losses.kind === 'none') continue;
        const names = losses.kind === 'attributes' ? losses.names : [];
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', start: element.start, end: element.end }),
          message:
            losses.kind === 'tag'
              ? `The page is shown without the tag \`<${element.tagName}>\`${losses.withContent ? ' and all it holds' : ''} — use Markdown, or put the text in backticks.`
              : `The page is shown without ${listing(names.map((name) => `\`${name}\``))} of \`<${element.tagName}>\` — remove ${names.length === 1 ? 'the attribute' : 'these attributes'}.`,
          data: { tag: element.tagName, ...(names.length > 0 && { attributes: names }) },
        });
      }
    }
  },
});
