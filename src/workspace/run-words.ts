/** What a run is found by: its own words and those of its tasks, links and proof, in small letters. */
import type { Run, RunEvent } from '../workflow/index.ts';
import { publicRun } from './seen-run.ts';

/**
 * Without answers to forms and what not everybody may see, wherever it was filled in, and with
 * nothing that is the same in each run of a workflow but what a task is called.
 */
export function wordsOf(run: Run): string {
  const {
    title,
    templateType,
    anchorDate,
    for: values = {},
    inputs = {},
    bundleLinks,
    tasks,
  } = publicRun(run);
  const words = [
    title,
    templateType,
    anchorDate,
    ...Object.values(values),
    ...Object.values(inputs).map(String),
    ...bundleLinks.map(({ url }) => url),
    ...tasks.flatMap(({ description, evidence = {}, waiting, skip, attachments = [] }) => [
      description,
      evidence.link,
      evidence.comment,
      evidence.externalStatus,
      ...(evidence.files ?? []),
      waiting?.waitingFor,
      waiting?.comment,
      skip?.comment,
      ...attachments.map(({ name }) => name),
    ]),
  ];
  return normalize(words.filter((word) => word !== undefined && word !== '').join('\n'));
}

/** What an event says that the run does not keep; empty for most. */
export function saidIn(event: RunEvent): string {
  if (event.type === 'comment') return normalize(event.text);
  const told = 'comment' in event ? event.comment : 'reason' in event ? event.reason : undefined;
  return typeof told === 'string' ? normalize(told) : '';
}

/** What somebody types to find a run; at most ten words count. */
export function searchedWords(text: string): string[] {
  return normalize(text)
    .split(/[\s\p{Cc}]+/u)
    .filter((word) => word !== '')
    .slice(0, 10);
}

function normalize(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
