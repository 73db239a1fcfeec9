/** What can be done with a run as a whole, each act as the form it is asked for by. */
import type { FormField, RunInput } from '../../../../schemas/fields.ts';
import type { Run } from '../../../workflow/index.ts';
import type { ActForm } from './act-form.ts';
import { askedAs } from './field.ts';
import type { PageContext } from './page-context.ts';

export function linkForm({ name, url }: Run['bundleLinks'][number]): ActForm {
  return {
    type: 'set-link',
    hidden: { name },
    fields: [{ name: 'url', label: `Address of ${name}`, kind: 'url', value: url }],
    buttons: [{ label: 'Save', about: name }],
  };
}

export function inputForm({ inputs = {} }: Run, input: RunInput | FormField): ActForm {
  const value = new Map(Object.entries(inputs)).get(input.name);
  return {
    type: 'set-input',
    hidden: { name: input.name },
    fields: [{ ...askedAs('value', input), value: `${value ?? ''}` }],
    buttons: [{ label: 'Save', about: input.label }],
  };
}

export function renameForm({ title }: Run): ActForm {
  return {
    type: 'rename',
    fields: [{ name: 'title', label: 'Title', kind: 'text', required: true, value: title }],
    buttons: [{ label: 'Rename' }],
  };
}

/** A task that no template foresaw. */
export function addTaskForm({ roles }: Run, { people, asker, day }: PageContext): ActForm {
  const isKnown = people.has(asker.actor.id);
  return {
    type: 'add-task',
    fields: [
      { name: 'description', label: 'What is to be done', kind: 'text', required: true },
      { name: 'date', label: 'Due', kind: 'date', required: true, value: day },
      {
        name: 'personId',
        label: 'Person (optional)',
        kind: 'choice',
        choices: [
          ['', 'Nobody in particular'],
          ...(isKnown ? [] : [[asker.actor.id, 'you'] as const]),
          ...[...people].map(([id, email]) => [id, email] as const),
        ],
      },
      {
        name: 'assigneeId',
        label: 'Role (optional)',
        kind: 'choice',
        choices: Object.entries(roles ?? {}).map(([role, name]) => [role, name] as const),
      },
    ],
    buttons: [{ label: 'Add the task', tone: 'primary' }],
  };
}

export function reAnchorForm({ anchorDate }: Run): ActForm {
  return {
    type: 're-anchor',
    hint: 'Tasks that are open move along with the date; what is done stays.',
    fields: [
      { name: 'anchor', label: 'New date', kind: 'date', required: true, value: anchorDate },
      { name: 'reason', label: 'Why (optional)', kind: 'text' },
    ],
    buttons: [{ label: 'Move the run' }],
  };
}

export function approveForm(): ActForm {
  return { type: 'approve', buttons: [{ label: 'Approve the run', tone: 'primary' }] };
}

export function cancelForm(): ActForm {
  return {
    type: 'cancel',
    hint: 'A cancelled run stays to be found; nothing of it is deleted.',
    fields: [{ name: 'reason', label: 'Why', kind: 'text', required: true }],
    buttons: [{ label: 'Cancel the run', tone: 'danger' }],
  };
}
