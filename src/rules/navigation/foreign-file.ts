import { count, listing, quote } from '../../diagnostics/wording.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule, type Finding } from '../engine/rule.ts';

/** Names that a message lists. */
const MAX_NAMES = 3;

export const foreignFile = defineRule({
  code: 'navigation/foreign-file',
  severity: 'warning',
  summary: 'Files in which other tools keep the order of pages are understood.',
  rationale:
    '`mkdocs.yml`, `.pages`, `_category_.json` and the like order the documents here, too. What is not understood of one is no order.',
  examples: {
    bad: {
      'start/_category_.json': '{ "label": "Start", "position": 1',
      'start/a.md': exampleDocument('doc.a'),
    },
    good: {
      'start/_category_.json': '{ "label": "Start", "position": 1 }',
      'start/a.md': exampleDocument('doc.a'),
    },
  },
  check({ outline }, report) {
    for (const problem of outline.foreignProblems) {
      const { file } = problem;
      report({
        file,
        ...(problem.kind === 'unread' ? unread(problem.reason) : namesNothing(problem.names)),
      });
    }
  },
});

function unread(reason: string): Pick<Finding, 'message' | 'data'> {
  return {
    message: `This file is not read, so it orders nothing: ${reason.replace(/[.:]+$/, '')} — put it right, or remove it.`,
    data: { reason },
  };
}

function namesNothing(names: readonly string[]): Pick<Finding, 'message' | 'data'> {
  const shown = names.slice(0, MAX_NAMES).map((name) => quote(name));
  const rest = names.length - shown.length;
  const list = listing(rest === 0 ? shown : [...shown, `${rest} more`]);
  return {
    message: `${count(names.length, 'name')} of this file ${names.length === 1 ? 'stands' : 'stand'} for no document or folder here: ${list} — remove what is gone, or put its path right.`,
    data: { names },
  };
}
