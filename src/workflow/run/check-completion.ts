/**
 * Whether a task may be called done. The one answer to that question for every engine and
 * page: from the task's definition and what the operator has to show, nothing else. Pure,
 * without a clock. Browser-safe.
 */
import type { FormField } from '../../../schemas/fields.ts';
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';
import { type Waiver, waiverOf } from './skip-closure.ts';

/**
 * What of a task decides about its completion; compiled, planned and hand-made tasks have it. One
 * without a `validation` requires what its other keys say.
 */
export type CheckedTask = Pick<
  TaskDefinition,
  'requiredLinkName' | 'requiresFile' | 'proofRequirement' | 'form'
> &
  Partial<Pick<TaskDefinition, 'validation'>>;

/** What there is to show. Absent, blank and empty are the same: nothing. */
export interface Evidence {
  /** Address the task produced. */
  readonly link?: string;
  /** Names or addresses of files. */
  readonly files?: readonly string[];
  readonly comment?: string;
  /** What another system says, such as `scheduled`. */
  readonly externalStatus?: string;
  /** Links of the run: the list of a bundle, or name → address. */
  readonly bundleLinks?:
    | readonly { readonly name: string; readonly url: string }[]
    | Readonly<Record<string, string>>;
  /** Names or addresses of artifacts somebody approved. */
  readonly approvedArtifacts?: readonly string[];
}

/** One thing to show before the task is done; `name` as the operator knows it. */
export interface Missing {
  readonly kind: 'link' | 'file' | 'bundle-link' | 'proof' | 'answer';
  readonly name: string;
  /** Form it takes: a type of proof, or of a field. */
  readonly type: NonNullable<TaskDefinition['proofRequirement']>['type'] | FormField['type'];
  /** Name of the field of the form, for an answer. */
  readonly field?: string;
}

export type Completion =
  | { readonly ok: true }
  | { readonly ok: false; readonly missing: readonly [Missing, ...Missing[]] };

/**
 * All that is missing, in the order required link, file, required links of the run (as
 * authored), proof, required answers of the form. A link has one address wherever it is given: the
 * task's `link` is the run's link called `requiredLinkName`. Only what is an address (`isAddress`)
 * counts as a link. Proof that is not `required` never holds a task up. A closing note of the
 * template (`skipClosure`) waives what `waiverOf` says; a `validation` that is a sentence requires
 * nothing by itself.
 */
export function checkCompletion(
  task: CheckedTask,
  evidence: Evidence,
  answers: Readonly<Record<string, string | number>> = {},
): Completion {
  const { requiredLinkName, requiresFile, proofRequirement: proof, validation } = task;
  const waiver = waiverOf(validation, evidence);
  const links = readLinks(task, evidence);
  const missing: Missing[] = [];
  if (requiredLinkName !== undefined && !waiver?.requiredLink && !links.has(requiredLinkName)) {
    missing.push({ kind: 'link', name: requiredLinkName, type: 'url' });
  }
  if (requiresFile && !waiver?.requiredFile && !hasText(evidence.files)) {
    const name = proof?.type === 'file' ? proof.label : 'file';
    missing.push({ kind: 'file', name, type: 'file' });
  }
  for (const name of requiredBundleLinks(task)) {
    if (links.has(name) || isWaived(name, waiver)) continue;
    missing.push({ kind: 'bundle-link', name, type: 'url' });
  }
  if (proof?.required && !waiver?.proof && !isProven(task, evidence, links)) {
    missing.push({ kind: 'proof', name: proof.label, type: proof.type });
  }
  for (const { name: field, label: name, type, required } of waiver?.form
    ? []
    : (task.form ?? [])) {
    const answer = Object.hasOwn(answers, field) ? answers[field] : undefined;
    const isGiven = typeof answer === 'number' || !isBlank(answer);
    if (required && !isGiven) missing.push({ kind: 'answer', name, type, field });
  }
  const [first, ...rest] = missing;
  return first ? { ok: false, missing: [first, ...rest] } : { ok: true };
}

/** An address one can follow: http, https, mailto or tel, whole, without spaces (WHATWG URL). */
export function isAddress(text: unknown): boolean {
  if (typeof text !== 'string') return false;
  const address = text.trim();
  return /^(?:https?:\/\/|mailto:|tel:)\S+$/i.test(address) && URL.canParse(address);
}

/** Blank text is nothing, whatever else JSON or a form may hold in its place. */
export function isBlank(value: unknown): boolean {
  return typeof value !== 'string' || value.trim() === '';
}

function isProven(
  { proofRequirement, requiredLinkName }: CheckedTask,
  evidence: Evidence,
  links: ReadonlyMap<string, string>,
): boolean {
  switch (proofRequirement?.type) {
    case 'url':
      return isAddress(evidence.link) || links.has(requiredLinkName ?? proofRequirement.label);
    case 'file':
      return hasText(evidence.files);
    case 'artifact':
      return hasText(evidence.approvedArtifacts);
    case 'comment':
      return !isBlank(evidence.comment);
    case 'external-status':
      return !isBlank(evidence.externalStatus);
    case undefined:
      return true;
  }
}

/** Name → address of every link that is one. */
function readLinks({ requiredLinkName }: CheckedTask, { link, bundleLinks }: Evidence) {
  const given: (readonly [string, string])[] = isList(bundleLinks)
    ? bundleLinks.map(({ name, url }) => [name, url])
    : Object.entries(bundleLinks ?? {});
  const links = new Map(given.filter(([, url]) => isAddress(url)));
  if (requiredLinkName !== undefined && link !== undefined && isAddress(link)) {
    links.set(requiredLinkName, link);
  }
  return links;
}

function isList(
  links: Evidence['bundleLinks'],
): links is Extract<typeof links, readonly unknown[]> {
  return Array.isArray(links);
}

function requiredBundleLinks({ validation }: CheckedTask): readonly string[] {
  return typeof validation === 'object' ? (validation.requiredBundleLinks ?? []) : [];
}

function isWaived(name: string, waiver: Waiver | undefined): boolean {
  return waiver?.bundleLinks === 'all' || waiver?.bundleLinks.has(name) === true;
}

function hasText(texts: readonly string[] | undefined): boolean {
  return Array.isArray(texts) && texts.some((text) => !isBlank(text));
}
