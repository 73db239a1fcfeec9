import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { anchorsOf, hasAnchor } from '../../registry/link-target.ts';
import { defineRule } from '../engine/rule.ts';

export const brokenAnchor = defineRule({
  code: 'link/broken-anchor',
  severity: 'error',
  summary: 'A fragment names a heading, step or task of the page it is on.',
  rationale: 'A reader who lands at the top of a long page has to search for the place again.',
  examples: {
    bad: {
      'a.md':
        '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n## First steps\n\nSee [above](#first-step).\n',
    },
    good: {
      'a.md':
        '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n## First steps\n\nSee [above](#first-steps).\n',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'document' || target.fragment === undefined) continue;
        if (target.document.body.isPlainText || hasAnchor(target.document, target.fragment))
          continue;
        const { path, frontmatter } = target.document;
        const suggestion = nearest(target.fragment, anchorsOf(target.document));
        const places = frontmatter.template ? 'heading or task' : 'heading or step';
        const page = target.document === document ? 'this page' : `\`${path}\``;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: `\`#${target.fragment}\` is no ${places} of ${page} — correct the fragment.${didYouMean(suggestion && `#${suggestion}`)}`,
          data: { fragment: target.fragment, document: target.document.id },
          related:
            target.document === document ? [] : [{ message: 'is the page linked to', file: path }],
          suggestion: suggestion && `#${suggestion}`,
        });
      }
    }
  },
});
