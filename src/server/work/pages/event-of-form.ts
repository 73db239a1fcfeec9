/**
 * Which event the form of a page asks for. Each field has the name of the key that it becomes;
 * evidence, links of the run and answers stand below a prefix.
 */
import type { RunEvent } from '../../../workflow/index.ts';
import type { Asked } from '../../../workspace/act.ts';
import { Problem } from '../../../workspace/problem.ts';

/** Events that no form of a page asks for: programs, agents or pages of their own do. */
export const WITHOUT_FORM = ['claim', 'attach', 'set-group', 'set-blockers', 'adopt'] as const;

export type FormType = Exclude<RunEvent['type'], (typeof WITHOUT_FORM)[number]>;

export const FIELD = {
  link: 'evidence.link',
  files: 'evidence.files',
  comment: 'evidence.comment',
  externalStatus: 'evidence.externalStatus',
  approvedArtifacts: 'evidence.approvedArtifacts',
  bundleLink: (name: string) => `bundleLink.${name}`,
  answer: (name: string) => `form.${name}`,
} as const;

/** @throws Problem `invalid` for what no page of ours sends. */
export function eventOfForm(form: URLSearchParams): Asked {
  const type = form.get('type') ?? '';
  if (!isFormType(type)) {
    throw new Problem('invalid', 'This form is not known here. Load the page again.', {
      field: 'type',
    });
  }
  return { type, ...READERS[type](form) };
}

export function isFormType(type: string): type is FormType {
  return Object.hasOwn(READERS, type);
}

type Reader = (form: URLSearchParams) => Readonly<Record<string, unknown>>;

const task: Reader = (form) => ({ refId: form.get('refId') ?? '' });
const taskIfNamed: Reader = (form) => optional(form, 'refId');

const READERS: Readonly<Record<FormType, Reader>> = {
  complete: (form) => ({ ...task(form), ...evidenceOf(form), ...answersOf(form) }),
  skip: (form) => ({ ...task(form), ...optional(form, 'comment') }),
  reopen: (form) => ({ ...task(form), ...optional(form, 'comment') }),
  verdict: (form) => ({
    ...task(form),
    verdict: form.get('verdict') ?? '',
    ...optional(form, 'comment'),
    ...answersOf(form),
  }),
  wait: (form) => ({ ...task(form), ...given(form, 'waitingFor', 'followUpAt', 'comment') }),
  'follow-up-sent': (form) => ({
    ...task(form),
    ...given(form, 'followUpAt'),
    ...optional(form, 'comment'),
  }),
  unblock: (form) => ({ ...task(form), ...optional(form, 'comment') }),
  'put-off': (form) => ({ ...task(form), ...given(form, 'to', 'reason') }),
  assign: (form) => ({
    ...task(form),
    personId: form.get('personId')?.trim() || null,
    ...optional(form, 'roleId'),
  }),
  release: (form) => ({ ...task(form), ...optional(form, 'reason') }),
  start: task,
  tick: (form) => ({ ...task(form), ...given(form, 'step'), done: form.get('done') === 'yes' }),
  'set-evidence': (form) => ({ ...task(form), evidence: {}, ...evidenceOf(form) }),
  correct: (form) => ({ ...task(form), ...given(form, 'of', 'reason') }),
  'set-link': (form) => ({ name: form.get('name') ?? '', url: addressOf(form.get('url') ?? '') }),
  'set-input': (form) => given(form, 'name', 'value'),
  comment: (form) => ({ ...taskIfNamed(form), ...given(form, 'text') }),
  're-anchor': (form) => ({ ...given(form, 'anchor'), ...optional(form, 'reason') }),
  'add-task': (form) => ({
    task: {
      ...given(form, 'description', 'date'),
      ...optional(form, 'personId'),
      ...optional(form, 'assigneeId'),
    },
  }),
  rename: (form) => given(form, 'title'),
  approve: (form) => optional(form, 'comment'),
  cancel: (form) => given(form, 'reason'),
  'set-priority': (form) => ({ ...taskIfNamed(form), ...given(form, 'priority') }),
};

/** As typed, an absent one as a blank one: the library says what is wrong. */
function given(form: URLSearchParams, ...names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, (form.get(name) ?? '').trim()]));
}

function optional(form: URLSearchParams, name: string): Record<string, string> {
  const value = (form.get(name) ?? '').trim();
  return value === '' ? {} : { [name]: value };
}

function evidenceOf(form: URLSearchParams): { evidence?: Readonly<Record<string, unknown>> } {
  const links = prefixed(form, FIELD.bundleLink('')).map(([name, url]) => [name, addressOf(url)]);
  const evidence = {
    ...(form.has(FIELD.link) && { link: addressOf(form.get(FIELD.link) ?? '') }),
    ...(form.has(FIELD.comment) && { comment: (form.get(FIELD.comment) ?? '').trim() }),
    ...(form.has(FIELD.externalStatus) && {
      externalStatus: (form.get(FIELD.externalStatus) ?? '').trim(),
    }),
    ...listOf(form, FIELD.files, 'files'),
    ...listOf(form, FIELD.approvedArtifacts, 'approvedArtifacts'),
    ...(links.length > 0 && { bundleLinks: Object.fromEntries(links) }),
  };
  return Object.keys(evidence).length === 0 ? {} : { evidence };
}

function answersOf(form: URLSearchParams): { form?: Readonly<Record<string, string>> } {
  const answers = prefixed(form, FIELD.answer(''));
  return answers.length === 0 ? {} : { form: Object.fromEntries(answers) };
}

function prefixed(form: URLSearchParams, prefix: string): [string, string][] {
  return [...form]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

function listOf(form: URLSearchParams, name: string, key: string): Record<string, string[]> {
  if (!form.has(name)) return {};
  const values = form.getAll(name).map((each) => each.trim());
  return { [key]: values.filter((each) => each !== '') };
}

/** Whom to write to is an address as well, however it is typed. */
function addressOf(typed: string): string {
  const text = typed.trim();
  return /^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text) ? `mailto:${text}` : text;
}
