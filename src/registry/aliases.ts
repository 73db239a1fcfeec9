/** Former names: which document each alias leads to, and which claims contradict another. */
import type { Document } from './known-document.ts';
import { normalizePath } from './urls.ts';

/** A claim to a name that another document has a claim to as well. */
export type IdentityProblem =
  | {
      readonly code: 'identity/duplicate-id';
      readonly document: Document;
      readonly id: string;
      readonly others: readonly Document[];
    }
  | {
      readonly code: 'identity/alias-conflict';
      readonly document: Document;
      readonly alias: string;
      readonly index: number;
      readonly takenAs: 'id' | 'alias' | 'path';
      readonly others: readonly Document[];
    };

export function indexAliases(
  documents: readonly Document[],
  byId: ReadonlyMap<string, Document>,
  byPath: ReadonlyMap<string, Document>,
): { byAlias: ReadonlyMap<string, Document>; problems: readonly IdentityProblem[] } {
  const byAlias = new Map<string, Document>();
  const problems: IdentityProblem[] = [];
  for (const document of documents) {
    for (const [index, alias] of (document.frontmatter.aliases ?? []).entries()) {
      const path = normalizePath(alias) ?? alias;
      const claims: [Document | undefined, 'id' | 'alias' | 'path'][] = [
        [byId.get(alias), 'id'],
        [byAlias.get(path), 'alias'],
        [byPath.get(path), 'path'],
      ];
      const conflict = claims.find(([other]) => other !== undefined && other !== document);
      if (conflict?.[0]) {
        const [other, takenAs] = conflict;
        problems.push({
          code: 'identity/alias-conflict',
          document,
          alias,
          index,
          takenAs,
          others: [other],
        });
      } else byAlias.set(path, document);
    }
  }
  return { byAlias, problems };
}
