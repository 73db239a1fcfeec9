/** What happened to a run, in a sentence each, with what was shown and why. */
import type { Effect, Run, RunEvent } from '../../../workflow/index.ts';
import type { StartEvent, StoredEvent } from '../../../workspace/store.ts';
import { dateInWords } from './day-words.ts';
import { namesOf } from './obstacles.ts';
import type { PageContext } from './page-context.ts';
import { personInWords, roleInWords, slugInWords } from './who-words.ts';

/** `completed “Ask the author”`, after the name of who did it. */
export function eventInWords(event: RunEvent | StartEvent, run: Run, context: PageContext): string {
  const task = 'refId' in event && event.refId !== undefined ? namesOf(run, [event.refId]) : '';
  const day = (date: string) => dateInWords(date, context.day);
  switch (event.type) {
    case 'start-run':
      return `started the run for ${day(event.request.anchor)}`;
    case 'complete':
      return `completed ${task}`;
    case 'skip':
      return `left out ${task}`;
    case 'reopen':
      return `reopened ${task}`;
    case 'verdict':
      return event.verdict === 'pass' ? `passed ${task}` : `failed ${task}`;
    case 'wait':
      return `let ${task} wait for ${event.waitingFor}, until ${day(event.followUpAt)}`;
    case 'follow-up-sent':
      return `followed up on ${task}, next on ${day(event.followUpAt)}`;
    case 'unblock':
      return `ended the waiting of ${task}`;
    case 'put-off':
      return `put off ${task} to ${day(event.to)}`;
    case 'assign': {
      const person =
        event.personId === null ? 'nobody in particular' : personInWords(event.personId, context);
      const role = event.roleId === undefined ? '' : `, as ${roleInWords(run, event.roleId)}`;
      return `assigned ${task} to ${person}${role}`;
    }
    case 'claim':
      return `claimed ${task}`;
    case 'release':
      return `released ${task}`;
    case 'start':
      return `began ${task}`;
    case 'tick':
      return event.done ? `ticked a step of ${task}` : `unticked a step of ${task}`;
    case 'set-evidence':
      return `changed what ${task} has to show`;
    case 'correct':
      return `took back the last act on ${task}`;
    case 'set-link':
      return event.url.trim() === ''
        ? `removed the link ${event.name}`
        : `set the link ${event.name}`;
    case 'set-input':
      return `answered ${inputLabel(run, event.name)}`;
    case 'comment':
      return task === '' ? 'wrote a note' : `wrote a note on ${task}`;
    case 'attach':
      return task === '' ? `attached ${event.name}` : `attached ${event.name} to ${task}`;
    case 're-anchor':
      return `moved the run to ${day(event.anchor)}`;
    case 'add-task':
      return `added “${event.task.description}”`;
    case 'rename':
      return `renamed the run to “${event.title}”`;
    case 'approve':
      return 'approved the run';
    case 'cancel':
      return 'cancelled the run';
    case 'set-priority':
      return `set the priority of ${task === '' ? 'the run' : task} to ${event.priority}`;
    case 'set-group':
      return event.group === null
        ? 'took the run out of its group'
        : `put the run into the group ${event.group}`;
    case 'set-blockers':
      return `set what ${task === '' ? 'the run' : task} waits for in other runs`;
    case 'adopt':
      return 'took over another version of the workflow';
  }
}

/** What was shown or said with it: proof, answers, reasons. */
export function saidWith(event: RunEvent | StartEvent, run: Run): string[] {
  if (event.type === 'start-run') {
    return Object.entries(event.request.inputs ?? {}).map(
      ([name, value]) => `${inputLabel(run, name)}: ${value}`,
    );
  }
  const evidence = 'evidence' in event ? (event.evidence ?? {}) : {};
  const {
    link,
    comment,
    externalStatus,
    files = [],
    approvedArtifacts = [],
    bundleLinks = {},
  } = evidence;
  const links: readonly (readonly [string, string])[] = Array.isArray(bundleLinks)
    ? bundleLinks.map(({ name, url }) => [name, url] as const)
    : Object.entries(bundleLinks);
  const told = [
    'comment' in event ? event.comment : undefined,
    'reason' in event ? event.reason : undefined,
    event.type === 'comment' ? event.text : undefined,
    event.type === 'set-link' ? event.url : undefined,
    event.type === 'set-input' ? `${event.value}` : undefined,
    link,
    comment,
    externalStatus,
    ...files.map((file) => `File: ${fileName(run, file)}`),
    ...approvedArtifacts.map((artifact) => `Artifact: ${artifact}`),
    ...links.filter(([, url]) => url !== '').map(([name, url]) => `${name}: ${url}`),
    ...Object.entries('form' in event ? (event.form ?? {}) : {}).map(
      ([name, answer]) => `${answerLabel(run, event, name)}: ${answer}`,
    ),
  ];
  return told.filter((each): each is string => each !== undefined && each.trim() !== '');
}

/** What followed by itself, where people would not expect it. */
export function followedBy({ effects }: Pick<StoredEvent, 'effects'>, run: Run): string[] {
  return effects.flatMap((effect) => EFFECTS[effect.type]?.(effect as never, run) ?? []);
}

type EffectOf<Type extends Effect['type']> = Extract<Effect, { readonly type: Type }>;

const EFFECTS: {
  readonly [Type in Effect['type']]?: (effect: EffectOf<Type>, run: Run) => string;
} = {
  'stage-changed': ({ to }) => `The run is now in ${slugInWords(to)}.`,
  'evidence-lost': ({ refId }, run) =>
    `${namesOf(run, [refId])} is open again: proof was taken away.`,
  'done-held': ({ open }, run) => `The run stays open: ${namesOf(run, open)}.`,
  'verdict-stale': ({ refId }, run) => `${namesOf(run, [refId])} has to be judged again.`,
  'run-done': () => 'The run is done.',
  'run-reopened': () => 'The run is open again.',
};

export function fileName(run: Run, file: string): string {
  const all = [run, ...run.tasks].flatMap(({ attachments = [] }) => attachments);
  return all.find(({ attachmentId }) => attachmentId === file)?.name ?? file;
}

function inputLabel({ inputDefinitions = [] }: Run, name: string): string {
  return inputDefinitions.find((each) => each.name === name)?.label ?? name;
}

function answerLabel({ tasks }: Run, event: RunEvent, name: string): string {
  const refId = 'refId' in event ? event.refId : undefined;
  const task = tasks.find((each) => each.refId === refId);
  return task?.form?.find((field) => field.name === name)?.label ?? name;
}
