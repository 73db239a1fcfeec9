/** The ledger held against the content: what was published and is gone. */
import { stepAnchor, taskAnchor } from '../../schemas/addresses.ts';
import type { Ledger } from '../../schemas/ledger.ts';
import type { Registry } from './registry.ts';

/** Where findings about the ledger point: it lies beside the content root. */
export const LEDGER_PATH = '../registry.lock.json';

/** Something once published that no longer resolves; `key` is what `retired` would hold. */
export type GoneName = { readonly key: string } & (
  | { readonly kind: 'id' }
  | { readonly kind: 'alias'; readonly document: string; readonly alias: string }
  | { readonly kind: 'step'; readonly document: string; readonly step: string }
  | { readonly kind: 'template'; readonly type: string }
  | {
      readonly kind: 'task';
      readonly type: string;
      readonly document: string;
      readonly task: string;
    }
);

/**
 * What the ledger holds, the content lacks and nobody retired. Of a document that is gone
 * only the id is named, of a workflow only the type. Retired steps and tasks are keyed by
 * their address, `<id>#step-<name>` and `template:<type>#task-<refId>`.
 */
export function namesGone(ledger: Ledger, registry: Registry): GoneName[] {
  const isRetired = (key: string) => Object.hasOwn(ledger.retired, key);
  const documents = Object.entries(ledger.documents).flatMap(
    ([id, { aliases, steps }]): GoneName[] => {
      if (isRetired(id)) return [];
      const resolution = registry.resolve({ name: id }, '');
      if (resolution.kind === 'unknown') return [{ kind: 'id', key: id }];
      // What cannot be read is a finding of its own.
      if (resolution.kind !== 'document' || resolution.document.body.isPlainText) return [];
      const { document } = resolution;
      const names = new Set(document.body.steps.flatMap(({ name }) => name ?? []));
      return [
        ...aliases
          .filter((alias) => registry.resolve({ name: alias }, '').kind === 'unknown')
          .map((alias) => ({ kind: 'alias' as const, key: alias, document: document.id, alias })),
        ...steps
          .filter((step) => !names.has(step))
          .map((step) => {
            const key = `${id}#${stepAnchor(step)}`;
            return { kind: 'step' as const, key, document: document.id, step };
          }),
      ];
    },
  );
  return [...documents, ...workflowNamesGone(ledger, registry)].filter(
    ({ key }) => !isRetired(key),
  );
}

function workflowNamesGone(ledger: Ledger, registry: Registry): GoneName[] {
  // A template that cannot be read may be any of those that seem to be gone.
  const isCertain =
    registry.unreadable.length === 0 &&
    registry.documents.every(
      ({ docType, frontmatter }) => docType !== 'task-template' || frontmatter.template,
    );
  const live = new Map(
    registry.templates().map((document) => [document.frontmatter.template?.type, document]),
  );
  return Object.entries(ledger.templates).flatMap(([type, { tasks }]): GoneName[] => {
    const document = live.get(type);
    const key = `template:${type}`;
    if (!document) return isCertain ? [{ kind: 'template', key, type }] : [];
    const refIds = new Set(document.frontmatter.template?.tasks.map(({ refId }) => refId));
    return tasks
      .filter((task) => !refIds.has(task))
      .map((task) => ({
        kind: 'task',
        key: `${key}#${taskAnchor(task)}`,
        type,
        document: document.id,
        task,
      }));
  });
}
