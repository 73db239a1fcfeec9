/** What workflows run for, kept by managers: each value is one that its workflow can run for. */
import { registeredValue } from '../../schemas/work-schedules.ts';
import { checkAgainst, namePath, wordIssue } from '../diagnostics/schema-issues.ts';
import { nearest } from '../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../diagnostics/wording.ts';
import { identityKey, type WorkflowTemplate } from '../workflow/index.ts';
import { type Asker, demand } from './asker.ts';
import { Problem } from './problem.ts';
import type { Published } from './published.ts';
import { triggerKey } from './scheduled-run.ts';
import type { Registered, Store } from './store.ts';

/** A value as somebody wrote it, for a workflow. */
export interface GivenValue {
  readonly type: string;
  readonly value: unknown;
  /** Where it stands, such as `Line 3`. */
  readonly place?: string;
}

/** Of one workflow, or of all. @throws Problem `forbidden`, `not-found`. */
export async function listRegister(
  store: Store,
  published: Published,
  asker: Asker,
  type?: string,
): Promise<readonly Registered[]> {
  demand(asker, 'see');
  const registered = await store.registered();
  if (type === undefined) return registered;
  const values = registered.filter((each) => each.type === type);
  // What there was before the workflow went can still be looked at and removed.
  if (values.length === 0) findRegistering(published, type);
  return values;
}

/**
 * Adds values, or changes what is known of them: all, or none.
 *
 * @throws Problem `forbidden`, and `invalid` with a sentence for each value that is wrong.
 */
export async function setRegistered(
  store: Store,
  published: Published,
  asker: Asker,
  given: readonly GivenValue[],
): Promise<readonly Registered[]> {
  demand(asker, 'keep-register');
  const read = given.map((each) => readValue(published, each));
  const problems = [...read.flatMap(({ wrong = [] }) => wrong), ...namedTwice(given, read)];
  if (problems.length > 0) {
    const shown = problems.slice(0, MAX_PROBLEMS);
    const rest = problems.length - shown.length;
    throw new Problem(
      'invalid',
      [...shown, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n'),
    );
  }
  const registered = read.flatMap((each) => each.registered ?? []);
  await store.setRegistered(registered);
  return registered;
}

/** @throws Problem `forbidden`, `not-found`. */
export async function removeRegistered(
  store: Store,
  asker: Asker,
  { type, for: values }: { readonly type: string; readonly for: Registered['value']['for'] },
): Promise<void> {
  demand(asker, 'keep-register');
  if (!(await store.removeRegistered(type, values))) {
    const named = listing(Object.values(values).map(quote));
    throw new Problem('not-found', `Workflow ${quote(type)} does not run for ${named || 'that'}.`);
  }
  // Should it come back, it begins anew.
  await store.forgetCaughtUp([triggerKey({ type, for: values })], END_OF_TIME);
}

function findRegistering({ templates }: Published, type: string): WorkflowTemplate {
  const ofValues = templates.filter(({ forEach = [] }) => forEach.length > 0);
  const template = ofValues.find((each) => each.type === type);
  if (template) return template;
  const types = ofValues.map((each) => each.type);
  const known =
    types.length > 0
      ? `Those that do are ${listing(types.map(quote))}.${didYouMean(nearest(type, types))}`
      : 'No workflow does.';
  throw new Problem('not-found', `No workflow ${quote(type)} runs for anything. ${known}`, {
    field: 'type',
  });
}

interface ReadValue {
  readonly registered?: Registered;
  readonly wrong?: readonly string[];
}

function readValue(published: Published, { type, value, place }: GivenValue): ReadValue {
  const at = place === undefined ? '' : `${place}: `;
  const checked = checkAgainst(registeredValue, value);
  if (!checked.success) {
    const words = checked.issues.map((issue) => {
      const name = issue.path.length === 0 ? 'The value' : `\`${namePath(issue.path)}\``;
      return `${at}${wordIssue(issue, name).message}`;
    });
    return { wrong: words };
  }
  const { for: given, timeZone, daysOff, from, until } = checked.value;
  try {
    const { forEach = [], ...template } = findRegistering(published, type);
    const names = Object.keys(given);
    if (names.length !== forEach.length || forEach.some((each) => !names.includes(each))) {
      const wrong = `Workflow ${quote(type)} runs for ${listing(forEach.map(quote))}, not for ${listing(names.map(quote))}.`;
      return { wrong: [at + wrong] };
    }
    if (template.triggerTimeZone === 'each' && timeZone === undefined) {
      const wrong = `Workflow ${quote(type)} runs in the time zone of each value. Give it as \`timeZone\`.`;
      return { wrong: [at + wrong] };
    }
    return {
      registered: {
        type,
        value: {
          for: Object.fromEntries(forEach.map((each) => [each, given[each]?.trim() ?? ''])),
          ...(timeZone !== undefined && { timeZone }),
          ...(daysOff && { daysOff: [...new Set(daysOff)].sort() }),
          ...(from !== undefined && { from }),
          ...(until !== undefined && { until }),
        },
      },
    };
  } catch (error) {
    if (error instanceof Problem) return { wrong: [at + error.message] };
    throw error;
  }
}

/** The same value twice, which may be said of it differently. */
function namedTwice(given: readonly GivenValue[], read: readonly ReadValue[]): string[] {
  const places = new Map<string, string>();
  return read.flatMap(({ registered }, index) => {
    if (!registered) return [];
    const { type, value } = registered;
    const key = identityKey({ type, anchor: '', for: value.for });
    const place = given[index]?.place ?? 'The value';
    const before = places.get(key);
    places.set(key, before ?? place);
    return before === undefined ? [] : [`${place}: this is the value of ${before.toLowerCase()}.`];
  });
}

const MAX_PROBLEMS = 20;
const END_OF_TIME = '9999-12-31T23:59:59.999Z';
