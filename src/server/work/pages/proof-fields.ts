/** What a task has to show, as fields of a form that hold what is there already. */
import type { Missing, Run, RunTask } from '../../../workflow/index.ts';
import { FIELD } from './event-of-form.ts';
import { askedAs, type Field } from './field.ts';

type Proof = NonNullable<RunTask['proofRequirement']>;

/** All that the template names, in the order it is judged by. */
export function proofFields(run: Run, task: RunTask): Field[] {
  const { requiredLinkName, requiresFile, proofRequirement: proof, validation, form = [] } = task;
  const bundleLinks = typeof validation === 'object' ? (validation.requiredBundleLinks ?? []) : [];
  const fields = [
    ...(requiredLinkName === undefined ? [] : [linkField(run, task, requiredLinkName)]),
    ...(requiresFile ? [filesField(run, task)] : []),
    ...bundleLinks
      .filter((name) => name !== requiredLinkName)
      .map((name) => bundleLinkField(run, name)),
    ...(proof === undefined ? [] : [proofField(run, task, proof)]),
    ...form.map((field) => ({
      ...askedAs(FIELD.answer(field.name), field),
      value: `${new Map(Object.entries(task.answers ?? {})).get(field.name) ?? ''}`,
    })),
  ];
  return fields.filter(
    ({ name }, index) => fields.findIndex((each) => each.name === name) === index,
  );
}

/** Exactly those that completing the task still needs. */
export function missingFields(run: Run, task: RunTask, missing: readonly Missing[]): Field[] {
  const names = new Set(missing.map((each) => nameOf(each, task)));
  return proofFields(run, task).filter(({ name }) => names.has(name));
}

/** A comment on the way, where the proof is none; the notes that a template takes in place of proof. */
export function commentField(task: RunTask): Field {
  const notes = closingNotes(task);
  return {
    name: FIELD.comment,
    label: 'Comment (optional)',
    kind: 'long-text',
    value: task.evidence?.comment ?? '',
    ...(notes.length > 0 && { hint: notesInWords(notes) }),
  };
}

/** Notes of the template that close the task without all it has to show (`skipClosure`). */
export function closingNotes({ validation }: RunTask): string[] {
  const closure: unknown = typeof validation === 'object' ? validation.skipClosure : undefined;
  const said = new Map(Object.entries(closure ?? {})).get('allowedStatuses');
  return Array.isArray(said) ? said.filter((each) => typeof each === 'string') : [];
}

export function notesInWords(notes: readonly string[]): string {
  return `Closes it without the rest: ${notes.map((each) => `“${each}”`).join(', ')}.`;
}

function nameOf(missing: Missing, { requiredLinkName, proofRequirement: proof }: RunTask): string {
  const { kind, name, field } = missing;
  if (kind === 'answer') return FIELD.answer(field ?? name);
  if (kind === 'link') return FIELD.link;
  if (kind === 'file') return FIELD.files;
  if (kind === 'bundle-link')
    return name === requiredLinkName ? FIELD.link : FIELD.bundleLink(name);
  return proof === undefined ? '' : PROOF_FIELDS[proof.type].name;
}

function linkField(run: Run, { evidence }: RunTask, name: string): Field {
  const collected = run.bundleLinks.find((each) => each.name === name)?.url ?? '';
  const value = collected === '' ? (evidence?.link ?? '') : collected;
  return { name: FIELD.link, label: name, kind: 'url', value, hint: ADDRESS };
}

function bundleLinkField({ bundleLinks }: Run, name: string): Field {
  const value = bundleLinks.find((each) => each.name === name)?.url ?? '';
  return { name: FIELD.bundleLink(name), label: name, kind: 'url', value, hint: ADDRESS };
}

function filesField({ attachments = [] }: Run, task: RunTask, label = 'File'): Field {
  const all = [...(task.attachments ?? []), ...attachments];
  return {
    name: FIELD.files,
    label,
    kind: 'files',
    // What was attached to the task is what it has to show, until somebody says otherwise.
    value:
      (task.evidence?.files ?? task.attachments?.map((each) => each.attachmentId))?.join('\n') ??
      '',
    choices: all.map(({ attachmentId, name }) => [attachmentId, name] as const),
  };
}

function proofField(run: Run, task: RunTask, { type, label, required }: Proof): Field {
  const called = required ? label : `${label} (optional)`;
  if (type === 'url')
    return { ...linkField(run, task, task.requiredLinkName ?? label), label: called };
  if (type === 'file') return filesField(run, task, called);
  const { key, name, kind } = PROOF_FIELDS[type];
  const shown = task.evidence?.[key];
  const value = typeof shown === 'string' ? shown : (shown?.[0] ?? '');
  const notes = closingNotes(task);
  return {
    name,
    label: called,
    kind,
    value,
    ...(notes.length > 0 && { hint: notesInWords(notes) }),
  };
}

const ADDRESS = 'An address that begins with https://, or an e-mail address.';

const PROOF_FIELDS = {
  url: { key: 'link', name: FIELD.link, kind: 'url' },
  file: { key: 'files', name: FIELD.files, kind: 'files' },
  artifact: { key: 'approvedArtifacts', name: FIELD.approvedArtifacts, kind: 'text' },
  comment: { key: 'comment', name: FIELD.comment, kind: 'long-text' },
  'external-status': { key: 'externalStatus', name: FIELD.externalStatus, kind: 'text' },
} as const satisfies Record<
  Proof['type'],
  {
    readonly key: keyof NonNullable<RunTask['evidence']>;
    readonly name: string;
    readonly kind: Field['kind'];
  }
>;
