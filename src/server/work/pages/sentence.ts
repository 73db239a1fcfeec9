/** Sentences of the library as people read them: tasks by what they are called, no code marks. */
import type { RunTask } from '../../../workflow/index.ts';

type Named = Pick<RunTask, 'refId' | 'description'>;

export function sentenceFor(sentence: string, tasks: readonly Named[] = []): string {
  const names = new Map(tasks.map(({ refId, description }) => [refId, description]));
  return sentence.replaceAll(/`([^`]*)`/g, (_, text: string) => `“${names.get(text) ?? text}”`);
}
