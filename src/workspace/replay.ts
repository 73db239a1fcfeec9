/** The run that a history gives. The state beside the log must be exactly this. */
import canonicalize from 'canonicalize';
import { type Run, type RunEvent, transition } from '../workflow/index.ts';
import type { StartEvent, StoredEvent } from './store.ts';

export type Replayed =
  | { readonly run: Run }
  /** A sentence about the first event that does not follow from those before it. */
  | { readonly broken: string };

/** Events of one run, all of them, by number. */
export function replay(events: readonly StoredEvent[]): Replayed {
  const [first, ...rest] = events;
  if (first === undefined) return { broken: 'There is no event.' };
  if (first.number !== 0 || !isStart(first.event)) {
    return { broken: `Event ${first.number} is not the start of the run.` };
  }
  let run = first.event.run;
  for (const [index, { number, event, effects }] of rest.entries()) {
    if (number !== index + 1) return { broken: `Event ${index + 1} is missing.` };
    if (isStart(event)) return { broken: `Event ${number} starts the run again.` };
    const change = transition(run, event);
    if ('refused' in change) return { broken: `Event ${number}: ${change.refused}` };
    if (!isSameJson(change.effects, effects)) {
      return { broken: `Event ${number} had other effects than are written down.` };
    }
    const { history: _, ...after } = change.run;
    run = after;
  }
  return { run };
}

/** Whether the state that is kept is the one of the history; a sentence when it is not. */
export function checkState(events: readonly StoredEvent[], kept: Run): string | undefined {
  const replayed = replay(events);
  if ('broken' in replayed) return replayed.broken;
  // The store writes down that a run is active before anything happens to it.
  const expected = { status: 'active', ...replayed.run };
  if (isSameJson(expected, { status: 'active', ...kept })) return undefined;
  return 'The state is not the one that its events give.';
}

function isStart(event: RunEvent | StartEvent): event is StartEvent {
  return event.type === 'start-run';
}

function isSameJson(a: unknown, b: unknown): boolean {
  return canonicalize(a) === canonicalize(b);
}
