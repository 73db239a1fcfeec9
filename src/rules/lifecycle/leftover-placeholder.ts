import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

/** Marks of unfinished text as people write them; “TODO” within a sentence may be a word. */
const PLACEHOLDER =
  /\b(?:TBD|FIXME)\b|\bTODO\b(?=\s*(?:[:(\]]|$))|(?<=^\s*|\[\s*)\bTODO\b|\blorem ipsum\b/gim;
const IN_CAPITALS = /^(?:TBD|FIXME|TODO)$/;

export const leftoverPlaceholder = defineRule({
  code: 'lifecycle/leftover-placeholder',
  severity: 'warning',
  summary: 'A document in force has no TODO or TBD left in its text.',
  rationale: 'An operator who arrives at a gap has to guess, and guesses are not a process.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', 'The room is TBD.\n') },
    good: { 'a.md': exampleDocument('doc.a', 'The room is `TBD` until the guest has agreed.\n') },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const { strict, docType, frontmatter, body, source } = document;
      if (!strict || docType === 'archive' || (frontmatter.status ?? 'active') !== 'active')
        continue;
      for (const { start, end } of body.texts) {
        for (const match of source.text.slice(start, end).matchAll(PLACEHOLDER)) {
          const [found] = match;
          const isWord = found.length <= 5 && !IN_CAPITALS.test(found);
          if (isWord) continue;
          const from = start + match.index;
          report({
            file: document.path,
            range: document.rangeOf({ in: 'text', start: from, end: from + found.length }),
            message: `\`${found}\` marks text that is still to be written — write it, or set \`status: draft\`.`,
            data: { placeholder: found },
          });
        }
      }
    }
  },
});
