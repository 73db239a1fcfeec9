import { listing } from '../../diagnostics/wording.ts';
import { defineRule } from '../engine/rule.ts';

export const duplicateId = defineRule({
  code: 'identity/duplicate-id',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'An id belongs to one document.',
  rationale: 'A link by id that could mean two pages sends half of the readers to the wrong one.',
  examples: {
    bad: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n',
      'b.md': '---\nid: doc.a\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n',
      'b.md': '---\nid: doc.b\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    for (const problem of registry.identityProblems) {
      if (problem.code !== 'identity/duplicate-id') continue;
      const { document, id, others } = problem;
      const at = { in: 'frontmatter', path: ['id'] } as const;
      report({
        file: document.path,
        range: document.rangeOf(at),
        message: `The id \`${id}\` is taken by ${listing(others.map(({ path }) => `\`${path}\``))} — give this document an id of its own.`,
        data: { id, claimants: others.map(({ path }) => path) },
        related: others.map((other) => ({
          message: `claims \`${id}\` as well`,
          file: other.path,
          range: other.rangeOf(at),
        })),
      });
    }
  },
});
