import { defineRule } from '../engine/rule.ts';

export const aliasConflict = defineRule({
  code: 'identity/alias-conflict',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'An alias is no other document’s id, alias or path.',
  rationale: 'A former name must lead to one place, or old links lead anywhere.',
  examples: {
    bad: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n',
      'b.md': '---\nid: doc.b\ntitle: B\ndoc_type: doc\naliases: [doc.a]\n---\n\nText.\n',
    },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n',
      'b.md': '---\nid: doc.b\ntitle: B\ndoc_type: doc\naliases: [doc.old-b]\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    for (const problem of registry.identityProblems) {
      if (problem.code !== 'identity/alias-conflict') continue;
      const { document, alias, index, takenAs, others } = problem;
      const owner = others[0]?.path ?? '';
      const claim = { id: 'the id', alias: 'an alias', path: 'the path' }[takenAs];
      report({
        file: document.path,
        range: document.rangeOf({ in: 'frontmatter', path: ['aliases', index] }),
        message: `The alias \`${alias}\` is ${claim} of \`${owner}\` — remove it from one of the two.`,
        data: { alias, takenAs, owner },
        related: others.map(({ path }) => ({
          message: `has \`${alias}\` as ${takenAs}`,
          file: path,
        })),
      });
    }
  },
});
