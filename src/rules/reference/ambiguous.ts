import { listing } from '../../diagnostics/wording.ts';
import type { Document } from '../../registry/registry.ts';
import { defineRule } from '../engine/rule.ts';

export const ambiguous = defineRule({
  code: 'reference/ambiguous',
  severity: 'error',
  summary: 'A reference means one document.',
  rationale: 'Where two documents answer to a name, one of them is the wrong one.',
  examples: {
    bad: {
      'guide.md': '---\nid: doc.guide\ntitle: Guide\ndoc_type: doc\n---\n\nText.\n',
      'team/guide.md': '---\nid: doc.team-guide\ntitle: Guide\ndoc_type: doc\n---\n\nText.\n',
      'team/a.md':
        '---\nid: doc.a\ntitle: A\ndoc_type: doc\nrelated_docs: [guide.md]\n---\n\nText.\n',
    },
    good: {
      'guide.md': '---\nid: doc.guide\ntitle: Guide\ndoc_type: doc\n---\n\nText.\n',
      'team/guide.md': '---\nid: doc.team-guide\ntitle: Guide\ndoc_type: doc\n---\n\nText.\n',
      'team/a.md':
        '---\nid: doc.a\ntitle: A\ndoc_type: doc\nrelated_docs: [doc.team-guide]\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    const describe = (name: string, claimants: readonly Document[]) => ({
      message: `\`${name}\` could mean ${listing(claimants.map(({ path }) => `\`${path}\``))} — write the id of the one you mean.`,
      data: { reference: name, claimants: claimants.map(({ path }) => path) },
      related: claimants.map(({ path, id }) => ({ message: `has the id \`${id}\``, file: path })),
    });
    for (const document of registry.documents) {
      const file = document.path;
      for (const { text, at, resolution } of registry.references(document)) {
        if (resolution.kind !== 'ambiguous') continue;
        report({ file, range: document.rangeOf(at), ...describe(text, resolution.claimants) });
      }
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'ambiguous') continue;
        const range = document.rangeOf({ in: 'text', ...link });
        report({ file, range, ...describe(target.name, target.claimants) });
      }
    }
  },
});
