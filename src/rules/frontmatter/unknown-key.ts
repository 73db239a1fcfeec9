import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const unknownKey = defineProblemRule({
  code: 'frontmatter/unknown-key',
  severity: 'error',
  summary: 'A strict document uses only keys the content model knows.',
  rationale: 'A misspelt key is a setting that silently does nothing.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nsumary: Short.\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nsummary: Short.\n---\n\nText.\n' },
  },
  describe: ({ key, known }) => {
    const suggestion = nearest(key, known);
    return {
      message: `\`${key}\` is not a key that may stand here — remove or rename it.${didYouMean(suggestion)}`,
      data: { key },
      suggestion,
    };
  },
});
