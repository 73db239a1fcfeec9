import { defineRule } from '../engine/rule.ts';

export const outsideContent = defineRule({
  code: 'link/outside-content',
  severity: 'error',
  summary: 'Links by path stay inside the content root.',
  rationale: 'What lies outside is not published, so the link works for its author only.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n[Plan](../plan.md)\n' },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\n[Plan](./plan.md)\n',
      'plan.md': '---\nid: doc.plan\ntitle: Plan\ndoc_type: doc\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'outside') continue;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message: `\`${link.target}\` leads out of the content root — move the file into it, or link to its address.`,
          data: { target: link.target },
        });
      }
    }
  },
});
