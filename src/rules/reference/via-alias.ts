import { type Mention, mentionsOf } from '../../registry/mentions.ts';
import type { Document } from '../../registry/registry.ts';
import { relativePath } from '../../registry/urls.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule, type Finding } from '../engine/rule.ts';

export const viaAlias = defineRule({
  code: 'reference/via-alias',
  severity: 'warning',
  summary: 'References use the present name of a document.',
  rationale: 'A former name that nobody uses any more can be forgotten one day; others cannot.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'See [[doc.former-b]].\n'),
      'b.md': exampleDocument('doc.b', 'See [[doc.a]].\n', 'aliases: [doc.former-b]\n'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'See [[doc.b]].\n'),
      'b.md': exampleDocument('doc.b', 'See [[doc.a]].\n', 'aliases: [doc.former-b]\n'),
      'sop.md': EXAMPLE_SOP.replace('task-template.flow', 'doc.a'),
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const mention of mentionsOf(registry, document)) {
        if (mention.via !== 'alias') continue;
        const { at, target } = mention;
        const { name, present } = namesOf(document, mention);
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `\`${name}\` is a former name of “${target.title}” — write \`${present}\`.`,
          data: { reference: name, id: target.id },
          related: [{ message: `has \`${name}\` as an alias`, file: target.path }],
          suggestion: present,
          replace: replacement(document, mention, name, present),
        });
      }
    }
  },
});

/** The alias as it stands in the file, and what belongs in its place: a path for a path. */
function namesOf(document: Document, { at, target }: Mention): { name: string; present: string } {
  const source = sourceAt(document, at);
  const aliases = [...(target.frontmatter.aliases ?? [])].sort((a, b) => b.length - a.length);
  const name = aliases.find((alias) => source.includes(alias));
  if (name !== undefined && !/\.mdx?$/i.test(name)) return { name, present: target.id };
  const written = /(?:\(<?|["']|:\s*<?|^)([^\s"'()<>]+\.mdx?)/i.exec(source)?.[1];
  return { name: written ?? name ?? source, present: relativePath(document.path, target.path) };
}

/** Only where the name stands exactly once in the source of the mention. */
function replacement(
  document: Document,
  { at }: Mention,
  name: string,
  present: string,
): Finding['replace'] {
  const source = sourceAt(document, at);
  const index = source.indexOf(name);
  if (index === -1 || source.includes(name, index + 1)) return undefined;
  const start = document.offsetsOf(at).start + index;
  return {
    range: document.rangeOf({ in: 'text', start, end: start + name.length }),
    text: /^[\w./-]+$/.test(present) ? present : encodeURI(present),
  };
}

function sourceAt(document: Document, at: Mention['at']): string {
  const { start, end } = document.offsetsOf(at);
  return document.source.text.slice(start, end);
}
