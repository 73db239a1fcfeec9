/** Takes away what authors have accepted with `opsbook-ignore`, and tells which were needed. */
import type { Diagnostic } from '../../../schemas/diagnostic.ts';
import { comparePoints } from '../../diagnostics/range.ts';
import type { Ignore } from '../../documents/ignores.ts';
import type { Document, Registry } from '../../registry/registry.ts';

export interface IgnoreUse {
  readonly document: Document;
  readonly ignore: Ignore;
  /** Whether it has suppressed a finding. */
  readonly isUsed: boolean;
}

/** Findings that begin within the block below a comment of their code are left out. */
export function applyIgnores(
  registry: Registry,
  diagnostics: readonly Diagnostic[],
): { kept: Diagnostic[]; ignores: IgnoreUse[] } {
  const suppressed = new Set<Diagnostic>();
  const byFile = Map.groupBy(diagnostics, ({ file }) => file);
  const ignores = registry.documents.flatMap((document) =>
    document.body.ignores.map((ignore): IgnoreUse => {
      const covered = (byFile.get(document.path) ?? []).filter((diagnostic) =>
        covers(document, ignore, diagnostic),
      );
      for (const diagnostic of covered) suppressed.add(diagnostic);
      return { document, ignore, isUsed: covered.length > 0 };
    }),
  );
  return { kept: diagnostics.filter((diagnostic) => !suppressed.has(diagnostic)), ignores };
}

function covers(document: Document, ignore: Ignore, { code, range }: Diagnostic): boolean {
  if (code !== ignore.code || !range || !ignore.block) return false;
  const block = document.rangeOf({ in: 'text', ...ignore.block });
  return comparePoints(block.start, range.start) <= 0 && comparePoints(range.start, block.end) < 0;
}
