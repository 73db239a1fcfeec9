import { defineRule } from '../engine/rule.ts';

export const unsafeScheme = defineRule({
  code: 'link/unsafe-scheme',
  severity: 'error',
  summary: 'Addresses begin with `https:`, `http:`, `mailto:` or `tel:`.',
  rationale: 'Other schemes can run code in the reader’s browser or open files of the machine.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n[Run](javascript:alert(1))\n' },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n[Site](https://example.org/)\n',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'unsafe-scheme') continue;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: `Addresses that begin with \`${target.scheme}:\` are not published — use \`https:\`, \`mailto:\` or \`tel:\`.`,
          data: { scheme: target.scheme },
        });
      }
    }
  },
});
