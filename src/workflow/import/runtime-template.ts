/**
 * A template as a work engine keeps it at run time, in the form a curator writes: what the
 * compiler derives is left out, and what no key of ours says goes to `extensions` at the same
 * place. Nothing is checked here; `import-template.ts` holds the law that what goes in comes out.
 */
import {
  type AuthoredTask,
  DEFAULT_STAGES,
  proofRequirement,
} from '../../../schemas/task-template.ts';
import { structuredValidation } from '../../../schemas/task-validation.ts';
import { isOwnKey } from '../compile/extensions.ts';
import { compileValidation } from '../compile/task-validation.ts';

export type Mapping = Readonly<Record<string, unknown>>;

/** A place in the JSON, such as `taskDefinitions[2].phase`. */
export type Path = readonly (string | number)[];

export interface AuthoredForm {
  /** Title of the document. */
  readonly title: unknown;
  /** What stands under `template:`, not yet checked. */
  readonly template: Mapping;
  /** What has no place in the content model; lost but for being told. */
  readonly leftOut: readonly { readonly path: Path; readonly value: unknown }[];
  /** What a person has to look at, as sentences. */
  readonly review: readonly string[];
}

/** What the compiler makes itself; a published template has them, an engine’s own has not. */
export const COMPILED_KEYS = ['schemaVersion', 'templateId', 'contentHash'] as const;

/** Keys of a published template that are authored under the same name, in the order people read. */
const SAME_KEYS = [
  'emoji',
  'tags',
  'references',
  'sourceDocIds',
  'anchor',
  'calendar',
  'roles',
  'forEach',
  'bundleLinkDefinitions',
  'runTitle',
  'inputs',
  'requiresApproval',
  'phases',
  'stages',
  'doneCriteria',
] as const;

/** Keys with a name or a form of their own. */
const OTHER_KEYS = [
  'name',
  'type',
  'defaultAssigneeId',
  'triggerType',
  'triggerSchedule',
  'triggerLeadDays',
  'triggerTimeZone',
  'triggerEnabled',
  'taskDefinitions',
] as const;

/** Entries of lists that may have these keys and no others. */
const ENTRY_KEYS = new Map([
  ['references', ['name', 'url']],
  ['bundleLinkDefinitions', ['name']],
  ['phases', ['id', 'name', 'stage']],
]);

export function authorRuntimeTemplate(runtime: Mapping): AuthoredForm {
  const leftOut: { path: Path; value: unknown }[] = [];
  const review: string[] = [];
  const drop = (path: Path, value: unknown) => leftOut.push({ path, value });
  const said = withoutBlanks(runtime);
  const tasks = Array.isArray(said.taskDefinitions) ? said.taskDefinitions : undefined;
  const known = new Set<string>([...SAME_KEYS, ...OTHER_KEYS, ...COMPILED_KEYS]);
  const places: Record<string, unknown> = {};
  for (const key of SAME_KEYS) {
    const value = said[key];
    const keys = ENTRY_KEYS.get(key);
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    places[key] =
      keys && Array.isArray(value)
        ? value.map((entry, index) => {
            const mapping = asMapping(entry);
            return mapping ? onlyKeys(mapping, keys, [key, index], drop) : entry;
          })
        : value;
  }
  // Shown as it is, so that an empty one stays what the engine has.
  if (runtime.emoji === '') places.emoji = '';
  const roles = places.roles ?? rolesOf(said, tasks ?? []);
  const stages = places.stages ?? stagesOf(said, tasks ?? []);
  if (said.anchor === undefined) {
    review.push(
      '`anchor.label` is `Anchor date`, for an engine does not say what day offsets are counted from — write what it is.',
    );
  }
  const template = {
    type: said.type,
    ...pick(places, ['emoji', 'tags', 'references', 'sourceDocIds']),
    anchor: said.anchor ?? { label: 'Anchor date' },
    trigger: authorTrigger(said, drop, review),
    ...pick(places, ['calendar']),
    ...(roles !== undefined && { roles }),
    ...(said.defaultAssigneeId !== undefined && { defaultAssignee: said.defaultAssigneeId }),
    ...pick(places, ['forEach', 'bundleLinkDefinitions', 'runTitle', 'inputs']),
    ...pick(places, ['requiresApproval', 'phases']),
    ...(stages !== undefined && { stages }),
    ...pick(places, ['doneCriteria']),
    tasks:
      tasks?.map((task, index) => authorTask(task, ['taskDefinitions', index], drop)) ??
      said.taskDefinitions,
    ...extensionsOf(runtime, 'template', { known, path: [], drop }),
  };
  return { title: said.name, template, leftOut, review };
}

type Drop = (path: Path, value: unknown) => void;

function authorTrigger(runtime: Mapping, drop: Drop, review: string[]): unknown {
  const { triggerType, triggerSchedule, triggerLeadDays, triggerTimeZone, triggerEnabled } =
    runtime;
  const type = triggerType ?? (triggerSchedule === undefined ? 'manual' : 'automatic');
  if (triggerType === undefined) {
    review.push(
      `\`trigger.type\` is \`${type}\`, for \`triggerType\` is missing — correct it where a run starts otherwise.`,
    );
  }
  if (type === 'manual') {
    const unused = { triggerSchedule, triggerLeadDays, triggerTimeZone, triggerEnabled };
    for (const [key, value] of Object.entries(unused)) {
      if (value !== undefined) drop([key], value);
    }
    return { type };
  }
  return {
    type,
    ...(triggerSchedule !== undefined && { schedule: triggerSchedule }),
    ...(triggerTimeZone !== undefined &&
      triggerTimeZone !== 'UTC' && { timeZone: triggerTimeZone }),
    ...(triggerLeadDays !== undefined && triggerLeadDays !== 0 && { leadDays: triggerLeadDays }),
    ...(triggerEnabled !== undefined && triggerEnabled !== true && { enabled: triggerEnabled }),
  };
}

/** An engine has ids of people or roles and no names for them. */
function rolesOf(runtime: Mapping, tasks: readonly unknown[]): Mapping | undefined {
  const ids = [runtime.defaultAssigneeId, ...tasks.map((task) => asMapping(task)?.assigneeId)];
  const roles = [...new Set(ids)].filter((id) => typeof id === 'string' && id.trim() !== '');
  if (roles.length === 0) return undefined;
  return Object.fromEntries(roles.map((id) => [id, nameOf(String(id))]));
}

/** `user-operator` → `Operator`; an id that says nothing is shown as it is. */
function nameOf(id: string): string {
  if (!/[g-z]/i.test(id)) return id;
  const words = id.replace(/^(?:user|role)-(?=.)/, '').replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Stages in the order they are reached, where they are not those every run has. */
function stagesOf(runtime: Mapping, tasks: readonly unknown[]): string[] | undefined {
  const phases = Array.isArray(runtime.phases) ? runtime.phases : [];
  const used = [
    ...phases.map((phase) => asMapping(phase)?.stage),
    ...tasks.map((task) => asMapping(task)?.stageOnComplete),
  ].filter((stage): stage is string => typeof stage === 'string' && stage.trim() !== '');
  const isDefault = used.every((stage) => (DEFAULT_STAGES as readonly string[]).includes(stage));
  return isDefault
    ? undefined
    : [...new Set([...used.filter((stage) => stage !== 'done'), 'done'])];
}

/** Keys that are authored under the name they are published with. */
const SAME_TASK_KEYS = [
  'refId',
  'description',
  'offsetDays',
  'offsetWorkdays',
  'time',
  'phase',
  'isMilestone',
  'stageOnComplete',
  'instructionDocId',
  'instructionStepId',
  'instructionsUrl',
  'systems',
  'requiredLinkName',
  'requiresFile',
  'proofRequirement',
  'dependsOn',
  'priority',
  'humanGate',
  'form',
  'approval',
  'notBy',
  'optional',
  'reminders',
] as const;
const PROOF_KEYS = ['type', 'label', 'required'];
/** Keys with a name or a form of their own, and what the compiler makes itself. */
const OTHER_TASK_KEYS = ['assigneeId', 'validation', 'instruction'] as const;

function authorTask(written: unknown, path: Path, drop: Drop): unknown {
  const runtime = asMapping(written);
  if (!runtime) return written;
  const said = withoutBlanks(runtime);
  const { assigneeId, validation } = said;
  const places = pick(said, SAME_TASK_KEYS);
  const proof = asMapping(said.proofRequirement);
  if (proof) {
    const at = [...path, 'proofRequirement'];
    places.proofRequirement = { required: false, ...onlyKeys(proof, PROOF_KEYS, at, drop) };
  }
  const known = new Set<string>([...SAME_TASK_KEYS, ...OTHER_TASK_KEYS]);
  const isStructured = asMapping(validation) !== undefined;
  return {
    ...places,
    ...(assigneeId !== undefined && { assignee: assigneeId }),
    ...(isStructured
      ? authorValidation(places, validation as Mapping)
      : validation !== undefined && { validation }),
    ...extensionsOf(runtime, 'task', { known, path, drop }),
  };
}

const DERIVED = new Set(Object.keys(structuredValidation.shape));

/** The keys of a task that the compiler makes this validation of. */
function authorValidation(task: Mapping, validation: Mapping): Mapping {
  const said = Object.fromEntries(
    Object.entries(validation).filter(([key, value]) => !isBlank(value) || !DERIVED.has(key)),
  );
  const keys = {
    ...(said.operatorAction !== task.description && pick(said, ['operatorAction'])),
    ...(said.completionProof !== asMapping(task.proofRequirement)?.label &&
      pick(said, ['completionProof'])),
    ...listOf(said, 'requiredBundleLinks'),
    ...listOf(said, 'atRiskWhen'),
    ...waitingOf(said.waitingSemantics),
  };
  // Of a task that is wrong itself nothing can be derived; its own values are told to be wrong.
  const isWhole =
    typeof task.description === 'string' &&
    proofRequirement.optional().safeParse(task.proofRequirement).success;
  const derived = isWhole ? compileValidation({ ...task, ...keys } as unknown as AuthoredTask) : {};
  const rest = beyond(derived, said) as Mapping | undefined;
  return { ...keys, ...(rest !== undefined && { validation: rest }) };
}

function listOf(validation: Mapping, key: string): Mapping | undefined {
  const list = validation[key];
  const isWritten = Array.isArray(list) && list.length > 0 && list.every(isSaid);
  return isWritten ? { [key]: list } : undefined;
}

const isSaid = (value: unknown) => typeof value === 'string' && value.trim() !== '';

function waitingOf(semantics: unknown): Mapping | undefined {
  const { waitingFor, followUpDefaultDays } = asMapping(semantics) ?? {};
  const isWhole = isSaid(waitingFor) && Number.isInteger(followUpDefaultDays);
  if (!isWhole || Number(followUpDefaultDays) < 1) return undefined;
  return { waiting: { for: waitingFor, followUpDays: followUpDefaultDays } };
}

/** What of `value` the derived one does not say; undefined when it says it all. */
function beyond(derived: unknown, value: unknown): unknown {
  const [a, b] = [asMapping(derived), asMapping(value)];
  if (!a || !b) return isSame(derived, value) ? undefined : value;
  const entries = Object.entries(b).flatMap(([key, each]) => {
    const rest = Object.hasOwn(a, key) ? beyond(a[key], each) : each;
    return rest === undefined ? [] : [[key, rest] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function asMapping(value: unknown): Mapping | undefined {
  const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isMapping ? (value as Mapping) : undefined;
}

/** Blank text and null say nothing. */
export function isBlank(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  );
}

function withoutBlanks(mapping: Mapping): Mapping {
  return Object.fromEntries(Object.entries(mapping).filter(([, value]) => !isBlank(value)));
}

function pick(mapping: Mapping, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    keys.flatMap((key) => (mapping[key] === undefined ? [] : [[key, mapping[key]]])),
  );
}

/** What may stand there; the rest is told. */
function onlyKeys(entry: Mapping, keys: readonly string[], path: Path, drop: Drop): Mapping {
  for (const [key, value] of Object.entries(entry)) {
    if (!keys.includes(key) && !isBlank(value)) drop([...path, key], value);
  }
  return pick(withoutBlanks(entry), keys);
}

/** Keys of nobody’s stand beside ours; one that has our name and says something else is told. */
function extensionsOf(
  runtime: Mapping,
  of: 'template' | 'task',
  { known, path, drop }: { known: ReadonlySet<string>; path: Path; drop: Drop },
): Mapping {
  const foreign = Object.entries(runtime).filter(([key]) => !known.has(key));
  for (const [key, value] of foreign) {
    if (isOwnKey(key, of) && !isBlank(value)) drop([...path, key], value);
  }
  const extensions = foreign.filter(([key]) => !isOwnKey(key, of));
  return extensions.length === 0 ? {} : { extensions: Object.fromEntries(extensions) };
}
