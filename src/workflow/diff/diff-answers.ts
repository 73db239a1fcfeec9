/** What differs in what people are asked for: the inputs of a run, the form of a task. Browser-safe. */
import type { FormField } from '../../../schemas/fields.ts';
import { compareLists, isSame } from './compare-values.ts';
import type { Report } from './task-pair.ts';

export function diffAnswers(
  before: readonly FormField[] = [],
  after: readonly FormField[] = [],
  report: Report,
): void {
  const names = (fields: readonly FormField[]) => fields.map(({ name }) => name);
  const { removed, added, isReordered } = compareLists(names(before), names(after));
  for (const item of removed) report('answer-removed', { item });
  for (const field of after) {
    const was = before.find(({ name }) => name === field.name);
    if (was) diffField(was, field, report);
    else if (added.includes(field.name)) {
      report(field.required ? 'answer-required' : 'answer-added', { item: field.name });
    }
  }
  if (isReordered) {
    report('answers-reordered', { before: names(before), after: names(after) });
  }
}

function diffField(was: FormField, is: FormField, report: Report): void {
  const item = is.name;
  if ((was.required ?? false) !== (is.required ?? false)) {
    report(is.required ? 'answer-required' : 'answer-not-required', { item });
  }
  const choices = compareLists(was.choices, is.choices);
  const values = { item, before: was.choices ?? was.type, after: is.choices ?? is.type };
  if (was.type !== is.type || choices.removed.length > 0) report('answer-kind-changed', values);
  else if (choices.added.length > 0) report('answer-choices-added', values);
  if (!isSame(was.visibleTo?.toSorted(), is.visibleTo?.toSorted())) {
    report('answer-visibility-changed', { item, before: was.visibleTo, after: is.visibleTo });
  }
  if (!isSame(wordsOf(was), wordsOf(is)) || choices.isReordered) {
    report('answer-reworded', { item, before: was.label, after: is.label });
  }
}

function wordsOf({ label, help = '', fromPrevious = '' }: FormField): string[] {
  return [label, help, fromPrevious];
}
