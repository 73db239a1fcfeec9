import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const ignoring = (directive: string) =>
  exampleDocument('doc.a', `<!-- opsbook-ignore ${directive} -->\n\nThe room is TBD.\n`);

export const ignoreWithoutReason = defineRule({
  code: 'content/ignore-without-reason',
  severity: 'error',
  summary: 'An `opsbook-ignore` comment says why.',
  rationale: 'Without a reason nobody can tell later whether the exception still holds.',
  examples: {
    bad: { 'a.md': ignoring('lifecycle/leftover-placeholder') },
    good: { 'a.md': ignoring('lifecycle/leftover-placeholder: decided on the day') },
  },
  judgesIgnores: true,
  check({ ignores }, report) {
    for (const { document, ignore, isUsed } of ignores) {
      if (!isUsed || ignore.reason !== '') continue;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'text', ...ignore }),
        message: `This comment suppresses \`${ignore.code}\` without a reason — write \`opsbook-ignore ${ignore.code}: reason\`.`,
        data: { code: ignore.code },
      });
    }
  },
});
