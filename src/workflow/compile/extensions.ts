/** The keys that an engine keeps for itself: passed on beside ours, never in the place of one. */
import { plan } from '../../../schemas/plan.ts';
import { authoredTask, authoredTemplate } from '../../../schemas/task-template.ts';
import { taskDefinition, workflowTemplate } from '../../../schemas/workflow-template.ts';

/** Authored, published and planned names: whoever reads one of them expects what we put there. */
const OWN_KEYS = {
  template: new Set(keysOf(authoredTemplate, workflowTemplate, plan)),
  task: new Set(keysOf(authoredTask, taskDefinition, plan.shape.tasks.element)),
};

export function isOwnKey(key: string, of: keyof typeof OWN_KEYS): boolean {
  return OWN_KEYS[of].has(key);
}

/** What may stand beside our keys. */
export function foreignKeys<T>(
  extensions: Readonly<Record<string, T>> = {},
  of: keyof typeof OWN_KEYS,
): Record<string, T> {
  return Object.fromEntries(Object.entries(extensions).filter(([key]) => !isOwnKey(key, of)));
}

function keysOf(...schemas: { readonly shape: object }[]): string[] {
  return schemas.flatMap(({ shape }) => Object.keys(shape));
}
