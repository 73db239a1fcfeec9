import { defineProblemRule } from '../engine/rule.ts';

export const refusedLanguage = defineProblemRule({
  code: 'frontmatter/refused-language',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Frontmatter is YAML.',
  rationale: 'Other frontmatter languages can run code on the machine that reads the content.',
  examples: {
    bad: { 'a.md': '---js\n{ title: "A" }\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nText.\n' },
  },
  describe: ({ language }) => ({
    message: `Frontmatter in \`${language}\` is not read — write it as YAML between two lines \`---\`.`,
    data: { language },
    suggestion: '---',
  }),
});
