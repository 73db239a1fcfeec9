/** The ledger of published identity: what `registry.lock.json` holds, and how it is written. */
import type { Ledger } from '../../schemas/ledger.ts';
import { compareText } from '../diagnostics/report.ts';
import type { Document } from './known-document.ts';
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

/** `known` without the document as a live one: its id is never to be used again. */
export function retireDocument(known: Ledger, id: string, replacedBy?: string): Ledger {
  const { [id]: _, ...documents } = known.documents;
  const entry = replacedBy === undefined ? {} : { replacedBy };
  return { ...known, documents, retired: { ...known.retired, [id]: entry } };
}

export interface Unrecorded {
  readonly document: Document;
  /** What the ledger lacks, in words: the id, an alias, a step or a task. */
  readonly names: readonly string[];
}

/** Documents that publish something the ledger does not hold yet, by path. */
export function findUnrecorded(known: Ledger, registry: Registry): Unrecorded[] {
  return registry.documents.flatMap((document): Unrecorded[] => {
    const { id, hasGeneratedId, frontmatter, body } = document;
    if (hasGeneratedId) return [];
    const entry = known.documents[id];
    if (!entry) return [{ document, names: [`the id \`${id}\``] }];
    const { type, tasks = [] } = frontmatter.template ?? {};
    const steps = body.steps.flatMap(({ name }) => name ?? []);
    const refIds = tasks.map(({ refId }) => refId);
    const names = [
      ...missing('alias', frontmatter.aliases ?? [], entry.aliases),
      ...missing('step', steps, entry.steps),
      ...missing('task', refIds, known.templates[type ?? '']?.tasks ?? []),
    ];
    return names.length === 0 ? [] : [{ document, names }];
  });
}

function missing(kind: string, published: readonly string[], recorded: readonly string[]) {
  const known = new Set(recorded);
  return published.filter((name) => !known.has(name)).map((name) => `the ${kind} \`${name}\``);
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
