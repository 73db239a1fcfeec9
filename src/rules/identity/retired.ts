import { LEDGER_PATH } from '../../registry/ledger-names.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const retiredEntry =
  '{"version":1,"documents":{},"templates":{},"retired":{"doc.a":{"replacedBy":"doc.b"}}}\n';

export const retired = defineRule({
  code: 'identity/retired',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'A retired id is never used again.',
  rationale: 'Old links would lead to a page about something else, and nobody would notice.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a'),
      'b.md': exampleDocument('doc.b'),
      [LEDGER_PATH]: retiredEntry,
    },
    good: {
      'b.md': exampleDocument('doc.b', 'Text.\n', 'aliases: [doc.a]\n'),
      [LEDGER_PATH]: retiredEntry,
    },
  },
  check({ registry, ledger }, report) {
    if (!ledger) return;
    const entries = new Map(Object.entries(ledger.retired));
    for (const document of registry.documents) {
      const { declaredId: id } = document;
      if (id !== undefined && entries.has(id)) {
        report({
          file: document.path,
          range: document.rangeOf({ in: 'frontmatter', path: ['id'] }),
          message: `The id \`${id}\` is retired — give this document an id that was never used.`,
          data: { id },
          related: [{ message: `retires \`${id}\``, file: LEDGER_PATH }],
        });
      }
      for (const [index, alias] of (document.frontmatter.aliases ?? []).entries()) {
        const entry = entries.get(alias);
        // The successor may answer to the name of what it replaces.
        if (!entry || entry.replacedBy === document.id) continue;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'frontmatter', path: ['aliases', index] }),
          message: `The alias \`${alias}\` is a retired id${entry.replacedBy === undefined ? '' : ` replaced by \`${entry.replacedBy}\``} — remove it.`,
          data: { id: alias },
          related: [{ message: `retires \`${alias}\``, file: LEDGER_PATH }],
        });
      }
    }
  },
});
