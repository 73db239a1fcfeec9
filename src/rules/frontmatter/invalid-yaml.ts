import { defineProblemRule } from '../engine/rule.ts';

export const invalidYaml = defineProblemRule({
  code: 'frontmatter/invalid-yaml',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Frontmatter is a well-formed YAML mapping with every key once.',
  rationale: 'YAML that readers understand differently gives one document two meanings.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ntitle: B\ndoc_type: doc\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: "A: B"\ndoc_type: doc\n---\n\nText.\n' },
  },
  describe: ({ reason }) => ({
    message: `The frontmatter is not valid YAML: ${reason.trimEnd().replace(/\.$/, '')} — correct it here.`,
    data: { reason },
  }),
});
