/**
 * The notes a template accepts instead of proof: "no book this week" closes the task about
 * the book. They are authored under `validation.skipClosure` and read here, tolerantly,
 * because the key is the template's own. Browser-safe.
 */
import type { TaskDefinition } from '../../../schemas/workflow-template.ts';

/** What a closing note makes unnecessary. */
export interface Waiver {
  readonly requiredLink: boolean;
  readonly requiredFile: boolean;
  /** Names of links of the run, or all of them. */
  readonly bundleLinks: 'all' | ReadonlySet<string>;
  readonly proof: boolean;
  readonly form: boolean;
}

/** The words an operator gives with a task: where a closing note can stand. */
export interface Note {
  readonly comment?: string;
  readonly externalStatus?: string;
}

const EVERYTHING: Waiver = {
  requiredLink: true,
  requiredFile: true,
  bundleLinks: 'all',
  proof: true,
  form: true,
};

/**
 * What the note waives, or nothing if it is none of the template's `allowedStatuses`. A note
 * counts as the external status, or as a line of the comment, word for word but for case and
 * spaces, and only beside all that `skipClosure.requires` names. Without an entry for the
 * note under `suppresses` everything is waived, with one exactly what it names.
 */
export function waiverOf(
  validation: TaskDefinition['validation'] | undefined,
  note: Note,
): Waiver | undefined {
  const closure = readMapping(typeof validation === 'object' ? validation?.skipClosure : undefined);
  const lines = typeof note.comment === 'string' ? note.comment.split('\n') : [];
  const said = new Set([note.externalStatus, ...lines].map(normalize));
  const status = readTexts(closure.allowedStatuses).find((each) => said.has(normalize(each)));
  if (status === undefined || normalize(status) === '') return undefined;
  const given = new Map<string, unknown>(Object.entries(note));
  const isGiven = (name: string) => normalize(given.get(name)) !== '';
  if (!readTexts(closure.requires).every(isGiven)) return undefined;
  const suppressions = new Map(Object.entries(readMapping(closure.suppresses)));
  if (!suppressions.has(status)) return EVERYTHING;
  const suppressed = readMapping(suppressions.get(status));
  const links = readTexts(suppressed.bundleLinks);
  return {
    requiredLink: suppressed.requiredLink === true,
    requiredFile: suppressed.requiredFile === true,
    bundleLinks: links.includes('*') ? 'all' : new Set(links),
    proof: suppressed.proof === true,
    form: suppressed.form === true,
  };
}

function normalize(text: unknown): string {
  return typeof text === 'string' ? text.trim().replace(/\s+/g, ' ').toLowerCase() : '';
}

function readMapping(value: unknown): Readonly<Record<string, unknown>> {
  // A published template is JSON: what is neither text nor list here has keys.
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function readTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
