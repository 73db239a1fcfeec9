import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import type { Registry } from '../../registry/registry.ts';
import { foldName, parseReference } from '../../registry/urls.ts';
import { defineRule } from '../engine/rule.ts';

export const unknownDocument = defineRule({
  code: 'reference/unknown-document',
  severity: 'error',
  summary: 'References name a document that exists.',
  rationale: 'A dead reference sends an operator to nothing in the middle of a task.',
  examples: {
    bad: {
      'a.md':
        '---\nid: doc.alpha\ntitle: A\ndoc_type: doc\nrelated_docs: [doc.betta]\n---\n\nText.\n',
      'b.md': '---\nid: doc.beta\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
    good: {
      'a.md':
        '---\nid: doc.alpha\ntitle: A\ndoc_type: doc\nrelated_docs: [doc.beta]\n---\n\nSee [[doc.beta]].\n',
      'b.md': '---\nid: doc.beta\ntitle: B\ndoc_type: doc\n---\n\nText.\n',
    },
  },
  check({ registry }, report) {
    const byTitle = idsByTitle(registry);
    const describe = (name: string) => {
      const suggestion = nearest(name, registry.names()) ?? byTitle.get(foldName(name));
      return {
        message: `\`${name}\` is not the id, alias or path of any document — correct it or add the document.${didYouMean(suggestion)}`,
        data: { reference: name },
        suggestion,
      };
    };
    for (const document of registry.documents) {
      const file = document.path;
      for (const { role, text, at, resolution } of registry.references(document)) {
        if (resolution.kind !== 'unknown' || role === 'references') continue;
        report({ file, range: document.rangeOf(at), ...describe(parseReference(text).name) });
      }
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'unknown-document') continue;
        report({
          file,
          range: document.rangeOf({ in: 'text', ...link }),
          ...describe(target.name),
        });
      }
    }
  },
});

/** Title or file name, as other wikis write links → id; only where it is one document’s. */
function idsByTitle({ documents }: Registry): ReadonlyMap<string, string> {
  const ids = new Map<string, Set<string>>();
  for (const { id, title, path } of documents) {
    const stem = path.replace(/^.*\/|\.mdx?$/gi, '');
    for (const name of [title, stem].map(foldName)) {
      ids.set(name, (ids.get(name) ?? new Set()).add(id));
    }
  }
  return new Map(
    [...ids].flatMap(([name, [id, ...others]]) =>
      id !== undefined && others.length === 0 ? [[name, id]] : [],
    ),
  );
}
