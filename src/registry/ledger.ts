/** The ledger of published identity: what `registry.lock.json` holds, and how it is written. */
import type { Ledger } from '../../schemas/ledger.ts';
import { compareText } from '../diagnostics/report.ts';
import type { Registry } from './registry.ts';

/** `known` with everything the registry publishes added; nothing is ever taken away. */
export function extendLedger(known: Ledger, registry: Registry): Ledger {
  const documents = { ...known.documents };
  for (const { id, hasGeneratedId, frontmatter, body } of registry.documents) {
    if (hasGeneratedId) continue;
    const entry = documents[id];
    documents[id] = {
      aliases: union(entry?.aliases, frontmatter.aliases),
      steps: union(
        entry?.steps,
        body.steps.flatMap(({ name }) => name ?? []),
      ),
    };
  }
  const templates = { ...known.templates };
  for (const { frontmatter } of registry.templates()) {
    if (!frontmatter.template) continue;
    const { type, tasks } = frontmatter.template;
    templates[type] = {
      tasks: union(
        templates[type]?.tasks,
        tasks.map(({ refId }) => refId),
      ),
    };
  }
  return { ...known, documents, templates };
}

export const EMPTY_LEDGER: Ledger = { version: 1, documents: {}, templates: {}, retired: {} };

/** One entry a line, sorted, so that changes merge and read well. */
export function formatLedger(ledger: Ledger): string {
  const section = (entries: Readonly<Record<string, unknown>>) => {
    const lines = Object.entries(entries)
      .sort(([a], [b]) => compareText(a, b))
      .map(([key, value]) => `    ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
    return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
  };
  return `{
  "version": 1,
  "documents": ${section(ledger.documents)},
  "templates": ${section(ledger.templates)},
  "retired": ${section(ledger.retired)}
}
`;
}

function union(a: readonly string[] = [], b: readonly string[] = []): string[] {
  return [...new Set([...a, ...b])].sort(compareText);
}
