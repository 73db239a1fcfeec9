import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

/** Pages that folders and lists lead to without a link. */
const ENTRANCES = /(?:^|\/)(?:index|readme)\.mdx?$/i;

export const orphan = defineRule({
  code: 'lifecycle/orphan',
  severity: 'info',
  summary: 'Another document or a workflow leads to each document.',
  rationale: 'A page that nothing links to is found by those only who know that it exists.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a') },
    good: {
      'a.md': exampleDocument('doc.a', 'See [[doc.b]].\n'),
      'b.md': exampleDocument('doc.b', 'See [[doc.a]].\n'),
    },
  },
  check({ registry }, report) {
    // Nobody knows where the links of a file lead that cannot be read.
    if (registry.unreadable.length > 0) return;
    for (const document of registry.documents) {
      const { id, path, docType, strict, hasGeneratedId, frontmatter } = document;
      if (!strict || hasGeneratedId || docType === 'archive' || docType === 'task-template')
        continue;
      if ((frontmatter.status ?? 'active') !== 'active' || ENTRANCES.test(path)) continue;
      if (registry.backlinks(id).length > 0) continue;
      report({
        file: path,
        range: document.rangeOf({ in: 'frontmatter', path: ['id'] }),
        message: `No document or workflow leads to \`${id}\` — link to it from where its readers come from, or archive it.`,
        data: { id },
      });
    }
  },
});
