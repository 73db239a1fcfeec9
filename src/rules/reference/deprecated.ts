import { mentionsOf } from '../../registry/mentions.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const retired = (id: string) =>
  exampleDocument(id, 'Text.\n', 'status: deprecated\nsuperseded_by: doc.new\n');

export const deprecated = defineRule({
  code: 'reference/deprecated',
  severity: 'warning',
  summary: 'References lead to documents that are in force.',
  rationale: 'People follow what a current document sends them to, even when it is outdated.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'See [[doc.old]].\n'),
      'new.md': exampleDocument('doc.new'),
      'old.md': retired('doc.old'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'See [[doc.new]].\n'),
      'new.md': exampleDocument('doc.new', 'It replaces [[doc.old]].\n'),
      'old.md': retired('doc.old'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (document.frontmatter.status === 'deprecated' || document.docType === 'archive') continue;
      for (const { at, target } of mentionsOf(registry, document)) {
        const { status, superseded_by } = target.frontmatter;
        if (status !== 'deprecated' || target === document) continue;
        const successor =
          superseded_by === undefined ? undefined : registry.resolve(superseded_by, target.path);
        const present = successor?.kind === 'document' ? successor.document : undefined;
        // A successor may say what it replaces.
        if (present === document) continue;
        const advice = present
          ? `its successor is \`${present.id}\`, name that`
          : 'name what is used instead';
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `“${target.title}” is deprecated — ${advice}.`,
          data: { id: target.id, ...(present && { successor: present.id }) },
          related: [{ message: 'is deprecated', file: target.path }],
          suggestion: present?.id,
        });
      }
    }
  },
});
