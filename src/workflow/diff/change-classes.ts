/**
 * What changes of a template mean for the runs that are live when it changes: the one table
 * that the comparison, its documentation (docs/template-changes.md) and its tests share.
 * Browser-safe.
 */
import { quote } from '../../diagnostics/wording.ts';

/**
 * - `breaking`: held against the new template, a live run can be refused, late, lost or doubled.
 * - `additive`: what was accepted stays accepted; the run or its engine can do more or other things.
 * - `cosmetic`: words, addresses and the order of display differ, nothing else.
 */
export type ChangeClass = 'breaking' | 'additive' | 'cosmetic';

/** From bad to harmless. */
export const CHANGE_CLASSES = ['breaking', 'additive', 'cosmetic'] as const;

interface ChangeMeaning {
  readonly class: ChangeClass;
  /** A sentence with `{item}` for what the change is about. */
  readonly says: string;
  /** What a live run notices. */
  readonly effect: string;
}

const breaking = (says: string, effect: string) => ({ class: 'breaking' as const, says, effect });
const additive = (says: string, effect: string) => ({ class: 'additive' as const, says, effect });
const cosmetic = (says: string, effect: string) => ({ class: 'cosmetic' as const, says, effect });

export const CHANGES = {
  'template-removed': breaking('The workflow is removed.', 'Live runs have no template any more.'),
  'template-added': additive('The workflow is new.', 'There are no live runs yet.'),
  'type-changed': breaking(
    'The workflow has another type.',
    'Live runs name a type that is gone, and catch-up creates them again under the new one.',
  ),
  'document-changed': breaking(
    'The workflow is written in another document.',
    'Live runs name the former document.',
  ),
  'format-changed': breaking(
    'The format of the template has another version.',
    'An engine may not be able to read the template.',
  ),
  'anchor-changed': breaking(
    'The anchor means something else.',
    'The anchor date of a live run was chosen for the former meaning.',
  ),
  'dimensions-changed': breaking(
    'The workflow runs for something else.',
    'Live runs are not recognised, and catch-up creates them again.',
  ),
  'trigger-stopped': breaking('The trigger is stopped.', 'Runs that are expected do not start.'),
  'trigger-moved': breaking(
    'The trigger fires at other times or for other anchors.',
    'Catch-up does not recognise runs of former anchors: one can be created beside them.',
  ),
  'trigger-started': additive('The trigger is started.', 'Runs begin to start by themselves.'),
  'calendar-changed': breaking('Due dates roll differently.', 'Due dates can move either way.'),
  'holidays-added': additive(
    'There are more holidays.',
    'Due dates on those days move, as the calendar rolls.',
  ),
  'stage-removed': breaking('Stage {item} is removed.', 'A run in that stage is nowhere.'),
  'stage-added': additive('Stage {item} is new.', 'Runs may pass one stage more.'),
  'stages-reordered': breaking(
    'The stages have another order.',
    'Runs move forward only: one may be past a stage it has yet to reach.',
  ),
  'phase-removed': breaking('Phase {item} is removed.', 'Its tasks in a live run have no place.'),
  'phase-added': additive('Phase {item} is new.', 'Its tasks come with runs started from now on.'),
  'phase-stage-changed': breaking(
    'Phase {item} belongs to another stage.',
    'A run in that phase is in another stage than before.',
  ),
  'phase-renamed': cosmetic('Phase {item} has another name.', 'The name shown changes.'),
  'phases-reordered': cosmetic('The phases have another order.', 'The order shown changes.'),
  'link-removed': breaking(
    'Link {item} of the run is removed.',
    'The address a live run has collected has no place.',
  ),
  'link-added': additive('Link {item} of the run is new.', 'A live run may collect one link more.'),
  'links-reordered': cosmetic('The links have another order.', 'The order shown changes.'),
  'role-removed': breaking('Role {item} is removed.', 'Tasks of live runs belong to nobody known.'),
  'role-added': additive('Role {item} is new.', 'None until a task has it.'),
  'role-renamed': cosmetic('Role {item} has another name.', 'The name shown changes.'),
  'default-assignee-changed': additive(
    'Tasks without an assignee go to another role.',
    'Tasks not yet handed out go to another role.',
  ),
  'approval-required': breaking(
    'A run is approved before its tasks are handed out.',
    'A live run that nobody has approved hands out nothing.',
  ),
  'approval-not-required': additive('A run needs no approval.', 'Its tasks are handed out.'),
  'answer-added': additive('Answer {item} can be given.', 'There is one more question.'),
  'answer-removed': breaking(
    'Answer {item} is not asked for any more.',
    'What a live run has answered has no place.',
  ),
  'answer-required': breaking(
    'Answer {item} must be given.',
    'Starting or completing is refused without the answer.',
  ),
  'answer-not-required': additive('Answer {item} need not be given.', 'It can be left out.'),
  'answer-kind-changed': breaking(
    'Answer {item} is of another kind or has fewer choices.',
    'What a live run has answered can be refused.',
  ),
  'answer-choices-added': additive('Answer {item} has more choices.', 'More can be answered.'),
  'answer-visibility-changed': additive(
    'Answer {item} is shown to others.',
    'Other roles see what a live run has answered.',
  ),
  'answer-reworded': cosmetic(
    'Answer {item} is asked for in other words.',
    'The words and what is shown beside them change.',
  ),
  'answers-reordered': cosmetic(
    'The answers are asked for in another order.',
    'The order shown changes.',
  ),
  'extension-changed': breaking(
    'The key {item}, which an engine keeps for itself, changes.',
    'Unknown: only that engine can tell.',
  ),
  'presentation-changed': cosmetic(
    'The {item} of the workflow changes.',
    'What is shown or linked changes.',
  ),
  'task-removed': breaking('It is removed.', 'The task of a live run has no definition any more.'),
  'task-added': additive('It is new.', 'Runs started from now on have it.'),
  'tasks-reordered': cosmetic('The tasks have another order.', 'The order shown changes.'),
  'due-earlier': breaking(
    'It is due earlier.',
    'The task can be overdue from one moment to the next.',
  ),
  'due-later': additive('It is due later.', 'The task has more time.'),
  'due-unit-changed': breaking(
    'Its due date is counted in other days.',
    'The due date can move either way, depending on the anchor.',
  ),
  'task-made-required': breaking('It is not optional any more.', 'The run is not done without it.'),
  'task-made-optional': additive('It is optional.', 'The run may end without it.'),
  'dependency-added': breaking(
    'It depends on {item}.',
    'A task that is ready or in work becomes blocked.',
  ),
  'dependency-removed': additive('It does not depend on {item} any more.', 'It is ready sooner.'),
  'human-gate-added': breaking('A person must act.', 'An agent at work on it is refused.'),
  'human-gate-removed': additive('No person has to act.', 'It may be offered to an agent.'),
  'human-gate-widened': breaking(
    'A person must act in other or more cases.',
    'An agent at work on it can be refused.',
  ),
  'human-gate-narrowed': additive(
    'A person must act in fewer cases.',
    'It may be offered to an agent.',
  ),
  'verdict-added': breaking(
    'It is a verdict on {item}.',
    'It is closed by a verdict only, and that can open the other again.',
  ),
  'verdict-removed': additive(
    'It is no verdict on {item} any more.',
    'It does not open the other again.',
  ),
  'not-by-added': breaking(
    'Whoever closed {item} may not close it.',
    'Who is at work on it can be refused.',
  ),
  'not-by-removed': additive(
    'Whoever closed {item} may close it.',
    'It may be offered to one more.',
  ),
  'proof-required': breaking('It needs proof.', 'Completion is refused without the proof.'),
  'proof-type-changed': breaking(
    'Its proof takes another form.',
    'Proof that was collected is refused.',
  ),
  'proof-not-required': additive('It needs no proof.', 'It can be completed without.'),
  'optional-proof-changed': additive('Its optional proof changes.', 'Other evidence is asked for.'),
  'required-link-added': breaking(
    'It needs the link {item}.',
    'Completion is refused without the link.',
  ),
  'required-link-removed': additive(
    'It does not need the link {item} any more.',
    'It can be completed without.',
  ),
  'file-required': breaking('It needs a file.', 'Completion is refused without the file.'),
  'file-not-required': additive('It needs no file any more.', 'It can be completed without.'),
  'bundle-link-required': breaking(
    'It needs the link {item} of the run.',
    'Completion is refused until the run has the link.',
  ),
  'bundle-link-not-required': additive(
    'It does not need the link {item} of the run any more.',
    'It can be completed without.',
  ),
  'validation-form-changed': breaking(
    'Its validation is of another form.',
    'An engine checks completion by other rules, or by none.',
  ),
  'validation-changed': breaking(
    'The key {item} of its validation changes.',
    'Unknown: nothing says that a live run is safe from it.',
  ),
  'waiting-forbidden': breaking('It may not wait any more.', 'A task that waits is stuck.'),
  'waiting-allowed': additive('It may wait.', 'The operator can wait with it.'),
  'waiting-requires-more': breaking('Waiting needs {item}.', 'A task that waits lacks it.'),
  'waiting-requires-less': additive('Waiting does not need {item}.', 'Waiting is easier.'),
  'follow-up-changed': additive(
    'The follow-up is due after another time.',
    'Waits that begin from now on return on another day.',
  ),
  'skip-phrase-removed': breaking(
    'The phrase {item} does not close it any more.',
    'A task closed by the phrase is open again.',
  ),
  'skip-phrase-added': additive(
    'The phrase {item} closes it.',
    'There is one more way to close it.',
  ),
  'skip-closure-changed': breaking(
    'Closing it by a phrase works differently.',
    'A task closed by a phrase may lack proof.',
  ),
  'stage-on-complete-changed': breaking(
    'Completing it moves the run to another stage, or to none.',
    'A run waits for a stage it does not reach.',
  ),
  'stage-on-complete-added': additive(
    'Completing it moves the run to stage {item}.',
    'The run moves on sooner.',
  ),
  'task-phase-changed': additive('It belongs to another phase.', 'It is shown in another place.'),
  'assignee-changed': additive(
    'It goes to another role.',
    'The engine may hand it to another role.',
  ),
  'priority-changed': additive(
    'It has another priority.',
    'It comes sooner or later in the queue.',
  ),
  'systems-changed': additive(
    'It is done in other tools.',
    'The operator may need another access.',
  ),
  'risk-changed': additive('It is at risk by other signs.', 'Its risk may show or go away.'),
  'reminders-changed': additive('Its reminders change.', 'Others are told, or at other times.'),
  'states-changed': additive('It shows other states.', 'A dashboard shows it elsewhere.'),
  'milestone-changed': cosmetic('It is or is no longer a milestone.', 'It is shown otherwise.'),
  'instruction-removed': breaking(
    'Its instructions are gone.',
    'An operator in the middle of it is sent to nothing.',
  ),
  'instruction-added': additive('It has instructions.', 'The operator can read how it is done.'),
  'instruction-changed': additive(
    'Its instructions are in another place.',
    'The operator reads other instructions.',
  ),
  'instruction-reworded': cosmetic(
    'Its instructions are reworded.',
    'The words or address change.',
  ),
  'task-reworded': cosmetic('Its {item} is reworded.', 'The words shown change.'),
} as const satisfies Record<string, ChangeMeaning>;

export type ChangeCode = keyof typeof CHANGES;

export interface Change {
  readonly code: ChangeCode;
  readonly class: ChangeClass;
  /** Task it is about; absent for the workflow as a whole. */
  readonly refId?: string;
  /** What within it changes: a link, a phase, a key. */
  readonly item?: string;
  /** Values on both sides, as far as there are such. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** A sentence for a person. */
  readonly message: string;
  readonly effect: string;
}

/** The same, of which nothing need be given. */
export type ChangeDetails = {
  readonly [K in 'refId' | 'item' | 'before' | 'after']?: Change[K] | undefined;
};

/** Fills in what the table says of a change. */
export function describeChange(
  code: ChangeCode,
  { refId, item, before, after }: ChangeDetails = {},
): Change {
  const { says, class: changeClass, effect } = CHANGES[code];
  const sentence = says.replace('{item}', () => quote(item));
  return {
    code,
    class: changeClass,
    ...(refId !== undefined && { refId }),
    ...(item !== undefined && { item }),
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    message: refId === undefined ? sentence : `Task ${quote(refId)}: ${sentence}`,
    effect,
  };
}
