/** What has to hold of something for events to read it as a run: its lists are lists. Browser-safe. */
import { FORM } from './new-task.ts';
import {
  type Check,
  either,
  json,
  listOf,
  mapping,
  optional,
  text,
  texts,
  wholeNumber,
} from './shapes.ts';

const anything: Check = { expected: 'anything', accepts: () => true };
const mappings = (expected: string) => optional(listOf(mapping({}, expected, anything), expected));

const task = mapping(
  {
    refId: text,
    date: text,
    offsetDays: optional(wholeNumber),
    offsetWorkdays: optional(wholeNumber),
    dependsOn: optional(texts),
    notBy: optional(texts),
    form: optional(FORM),
    validation: optional(either(text, mapping({}, 'a mapping', anything))),
    blockedBy: mappings('blockers'),
    verdicts: mappings('verdicts'),
    ticks: mappings('ticks'),
    attachments: mappings('attachments'),
  },
  'a task',
  anything,
);

export const RUN = mapping(
  {
    tasks: listOf(task, 'tasks'),
    stages: optional(texts),
    bundleLinks: optional(listOf(mapping({ name: text, url: text }, 'a link', json), 'links')),
    inputDefinitions: optional(FORM),
    history: mappings('events'),
    attachments: mappings('attachments'),
    blockedBy: mappings('blockers'),
  },
  'a run',
  anything,
);
