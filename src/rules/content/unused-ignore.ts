import { isRuleCode, RULE_CODES } from '../../../schemas/rule-codes.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const ignoring = (code: string, text: string) =>
  exampleDocument(
    'doc.a',
    `<!-- opsbook-ignore ${code}: the room is decided on the day -->\n\n${text}\n`,
  );

export const unusedIgnore = defineRule({
  code: 'content/unused-ignore',
  severity: 'warning',
  summary: 'An `opsbook-ignore` comment stands above a block that has the finding.',
  rationale: 'A comment that suppresses nothing today hides a real finding tomorrow.',
  examples: {
    bad: { 'a.md': ignoring('lifecycle/leftover-placeholder', 'The room is on the ground floor.') },
    good: { 'a.md': ignoring('lifecycle/leftover-placeholder', 'The room is TBD.') },
  },
  judgesIgnores: true,
  check({ ignores }, report) {
    for (const { document, ignore, isUsed } of ignores) {
      if (isUsed) continue;
      const isKnown = isRuleCode(ignore.code);
      const suggestion = isKnown ? undefined : nearest(ignore.code, RULE_CODES);
      const code = ignore.code === '' ? 'no code' : `\`${ignore.code}\``;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'text', ...ignore }),
        message: isKnown
          ? `The block below has no finding ${code} — remove this comment.`
          : `This comment names ${code}, which is not the code of a rule — write \`opsbook-ignore CODE: reason\`.${didYouMean(suggestion)}`,
        data: { code: ignore.code },
        suggestion,
      });
    }
  },
});
