import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, quote } from '../../diagnostics/wording.ts';
import { defineProblemRule } from '../engine/rule.ts';

export const wrongValue = defineProblemRule({
  code: 'frontmatter/wrong-value',
  severity: 'error',
  summary: 'Every key holds the kind of value it is for.',
  rationale: 'A value of the wrong kind is lost or misread by everything downstream.',
  examples: {
    bad: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nstatus: activ\n---\n\nText.\n' },
    good: { 'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\nstatus: active\n---\n\nText.\n' },
  },
  describe: ({ key, expected, found, candidates }) => {
    const suggestion = typeof found === 'string' ? nearest(found, candidates) : undefined;
    return {
      message: `\`${key}\` is ${quote(found)} — write ${expected}.${didYouMean(suggestion)}`,
      data: { key, expected },
      suggestion,
    };
  },
});
