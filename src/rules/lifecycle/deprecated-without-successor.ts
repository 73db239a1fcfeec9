import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const deprecatedWithoutSuccessor = defineRule({
  code: 'lifecycle/deprecated-without-successor',
  severity: 'error',
  summary: 'A deprecated document names its successor.',
  rationale: 'Readers who are told not to use a page have to learn what to use instead.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', 'Text.\n', 'status: deprecated\n') },
    good: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'status: deprecated\nsuperseded_by: doc.b\n'),
      'b.md': exampleDocument('doc.b'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const { status, superseded_by } = document.frontmatter;
      if (status !== 'deprecated' || superseded_by !== undefined) continue;
      // A successor that is written wrongly is a finding of its own.
      if (
        document.problems.some(
          ({ at }) => at.in === 'frontmatter' && at.path[0] === 'superseded_by',
        )
      )
        continue;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'frontmatter', path: ['status'] }),
        message:
          'This document is deprecated and names no successor — add `superseded_by`, or set `doc_type: archive` if nothing takes its place.',
      });
    }
  },
});
