import type { Document, Registry } from '../../registry/registry.ts';
import { foldName } from '../../registry/urls.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const nearTwin = defineRule({
  code: 'identity/near-twin',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Names of two documents differ in more than case or Unicode form.',
  rationale: 'People cannot tell such names apart, and some file systems cannot either.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'aliases: [Doc.B]\n'),
      'b.md': exampleDocument('doc.b'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'aliases: [Doc.A]\n'),
      'b.md': exampleDocument('doc.b'),
    },
  },
  check({ registry }, report) {
    const owners = ownersByFold(registry);
    for (const document of registry.documents) {
      for (const [index, alias] of (document.frontmatter.aliases ?? []).entries()) {
        const twin = owners
          .get(foldName(alias))
          ?.find((claim) => claim.document !== document && claim.name !== alias);
        // Of two aliases the later one is reported.
        if (!twin || (twin.isAlias && document.path < twin.document.path)) continue;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'frontmatter', path: ['aliases', index] }),
          message: `The alias \`${alias}\` looks like \`${twin.name}\` of \`${twin.document.path}\` — remove it, or choose a name that differs in more than case.`,
          data: { alias, twin: twin.name, owner: twin.document.path },
          related: [{ message: `is named \`${twin.name}\``, file: twin.document.path }],
        });
      }
    }
  },
});

interface Claim {
  readonly name: string;
  readonly document: Document;
  readonly isAlias: boolean;
}

function ownersByFold(registry: Registry): ReadonlyMap<string, readonly Claim[]> {
  const owners = new Map<string, Claim[]>();
  for (const document of registry.documents) {
    const { id, path, frontmatter } = document;
    const claims = [
      ...[id, path].map((name) => ({ name, document, isAlias: false })),
      ...(frontmatter.aliases ?? []).map((name) => ({ name, document, isAlias: true })),
    ];
    for (const claim of claims) {
      const fold = foldName(claim.name);
      const others = owners.get(fold);
      if (others) others.push(claim);
      else owners.set(fold, [claim]);
    }
  }
  return owners;
}
