/** The links that the tasks of a workflow cannot be completed without. */
import type { AuthoredTemplate } from '../../../schemas/task-template.ts';

export interface RequiredLink {
  readonly name: string;
  readonly task: string;
  /** Place below `template`. */
  readonly at: readonly (string | number)[];
}

export function requiredLinks({ tasks }: AuthoredTemplate): RequiredLink[] {
  return tasks.flatMap(
    ({ refId: task, requiredLinkName, requiredBundleLinks, validation }, index) => {
      const inValidation =
        typeof validation === 'object' ? validation.requiredBundleLinks : undefined;
      const list = (names: readonly string[] | undefined, ...path: string[]) =>
        (names ?? []).map((name, place) => ({ name, task, at: ['tasks', index, ...path, place] }));
      return [
        ...(requiredLinkName === undefined
          ? []
          : [{ name: requiredLinkName, task, at: ['tasks', index, 'requiredLinkName'] }]),
        ...list(requiredBundleLinks, 'requiredBundleLinks'),
        ...list(inValidation, 'validation', 'requiredBundleLinks'),
      ];
    },
  );
}
