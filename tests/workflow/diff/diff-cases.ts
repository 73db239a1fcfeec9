/** Changes of a workflow, one for each code that a pair of templates of one type can have. */
import type { ChangeCode } from '../../../src/workflow/diff/change-classes.ts';

/** A change: keys of the template and of its first task, as authored, on both sides. */
export interface Case {
  readonly before?: object;
  readonly after?: object;
  readonly taskBefore?: object;
  readonly taskAfter?: object;
}

export const proof = (type: string, required: boolean, label = 'The video') => ({
  proofRequirement: { type, label, required },
});
export const waiting = (rest: object = {}) => ({
  waiting: { for: 'the guest', followUpDays: 2, ...rest },
});
export const phases = (...list: [id: string, name: string, stage: string][]) => ({
  phases: [['all', 'All', 'preparation'], ...list].map(([id, name, stage]) => ({
    id,
    name,
    stage,
  })),
});
export const skip = (...allowedStatuses: string[]) => ({
  validation: { skipClosure: { allowedStatuses, requires: ['comment'] } },
});
const text = { name: 'tool', label: 'Tool', type: 'text' };
const choice = (...choices: string[]) => ({ ...text, type: 'choice', choices });
const asking = (...inputs: object[]) => ({ inputs });
const when = (...anyOf: string[]) => ({
  humanGate: { reason: 'Risk.', when: { refId: 'task-1', field: 'risk', anyOf } },
});
export const weekly = { type: 'automatic', schedule: '0 9 * * 1' };

/** One for each code that a pair of templates of one type can have. */
export const CASES: Partial<Record<ChangeCode, Case>> = {
  'anchor-changed': { after: { anchor: { label: 'Announcement' } } },
  'dimensions-changed': { after: { forEach: ['client'] } },
  'trigger-stopped': {
    before: { trigger: weekly },
    after: { trigger: { ...weekly, enabled: false } },
  },
  'trigger-moved': {
    before: { trigger: weekly },
    after: { trigger: { ...weekly, leadDays: 14 } },
  },
  'trigger-started': { after: { trigger: weekly } },
  'calendar-changed': { after: { calendar: { onNonWorkingDay: 'previous' } } },
  'holidays-added': {
    before: { calendar: { holidays: ['2026-12-25'] } },
    after: { calendar: { holidays: ['2026-12-25', '2027-01-01'] } },
  },
  'stage-removed': { after: { stages: ['preparation', 'announced', 'done'] } },
  'stage-added': {
    before: { stages: ['preparation', 'done'] },
    after: { stages: ['preparation', 'live', 'done'] },
  },
  'stages-reordered': { after: { stages: ['preparation', 'after-event', 'announced', 'done'] } },
  'phase-removed': { before: phases(['edit', 'Edit', 'announced']) },
  'phase-added': { after: phases(['edit', 'Edit', 'announced']) },
  'phase-stage-changed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Edit', 'preparation']),
  },
  'phase-renamed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Cut', 'announced']),
  },
  'phases-reordered': {
    before: phases(['a', 'A', 'announced'], ['b', 'B', 'announced']),
    after: phases(['b', 'B', 'announced'], ['a', 'A', 'announced']),
  },
  'link-removed': { before: { bundleLinkDefinitions: [{ name: 'Video' }] } },
  'link-added': { after: { bundleLinkDefinitions: [{ name: 'Video' }] } },
  'links-reordered': {
    before: { bundleLinkDefinitions: [{ name: 'Video' }, { name: 'Post' }] },
    after: { bundleLinkDefinitions: [{ name: 'Post' }, { name: 'Video' }] },
  },
  'role-removed': { before: { roles: { editor: 'Editor' } } },
  'role-added': { after: { roles: { editor: 'Editor' } } },
  'role-renamed': {
    before: { roles: { editor: 'Editor' } },
    after: { roles: { editor: 'Chief editor' } },
  },
  'default-assignee-changed': { after: { defaultAssignee: 'editor' } },
  'approval-required': { after: { requiresApproval: true } },
  'approval-not-required': {
    before: { requiresApproval: true },
    after: { requiresApproval: false },
  },
  'answer-added': { after: asking(text) },
  'answer-removed': { taskBefore: { form: [text] } },
  'answer-required': { after: asking({ ...text, required: true }) },
  'answer-not-required': {
    taskBefore: { form: [{ ...text, required: true }] },
    taskAfter: { form: [text] },
  },
  'answer-kind-changed': {
    before: asking(choice('low', 'high')),
    after: asking(choice('low', 'middle')),
  },
  'answer-choices-added': {
    before: asking(choice('low', 'high')),
    after: asking(choice('low', 'high', 'middle')),
  },
  'answer-visibility-changed': {
    before: asking(text),
    after: asking({ ...text, visibleTo: ['editor'] }),
  },
  'answer-reworded': {
    taskBefore: { form: [text] },
    taskAfter: { form: [{ ...text, help: 'Its name.' }] },
  },
  'answers-reordered': {
    before: asking(text, { ...text, name: 'author' }),
    after: asking({ ...text, name: 'author' }, text),
  },
  'extension-changed': { taskAfter: { extensions: { artifactRefs: ['a'] } } },
  'presentation-changed': { after: { tags: ['Video'] } },
  'due-earlier': { taskAfter: { offsetDays: -1 } },
  'due-later': { taskAfter: { offsetDays: 1 } },
  'due-unit-changed': { taskAfter: { offsetDays: undefined, offsetWorkdays: 0 } },
  'task-made-required': { taskBefore: { optional: true } },
  'task-made-optional': { taskAfter: { optional: true } },
  'dependency-added': { taskAfter: { dependsOn: ['task-1'] } },
  'dependency-removed': { taskBefore: { dependsOn: ['task-1'] } },
  'human-gate-added': { taskAfter: { humanGate: 'Only the editor may publish.' } },
  'human-gate-removed': { taskBefore: { humanGate: 'Only the editor may publish.' } },
  'human-gate-widened': { taskBefore: when('high'), taskAfter: { humanGate: 'Risk.' } },
  'human-gate-narrowed': { taskBefore: when('high', 'middle'), taskAfter: when('high') },
  'verdict-added': { taskAfter: { approval: { of: ['task-1'] } } },
  'verdict-removed': { taskBefore: { approval: { of: ['task-1'] } } },
  'not-by-added': { taskAfter: { notBy: ['task-1'] } },
  'not-by-removed': { taskBefore: { notBy: ['task-1'] } },
  'proof-required': { taskBefore: proof('url', false), taskAfter: proof('url', true) },
  'proof-type-changed': { taskBefore: proof('url', true), taskAfter: proof('file', true) },
  'proof-not-required': { taskBefore: proof('url', true), taskAfter: proof('url', false) },
  'optional-proof-changed': { taskAfter: proof('url', false) },
  'required-link-added': { taskAfter: { requiredLinkName: 'Video' } },
  'required-link-removed': { taskBefore: { requiredLinkName: 'Video' } },
  'file-required': { taskAfter: { requiresFile: true } },
  'file-not-required': { taskBefore: { requiresFile: true } },
  'bundle-link-required': { taskAfter: { requiredBundleLinks: ['Video'] } },
  'bundle-link-not-required': { taskBefore: { requiredBundleLinks: ['Video'] } },
  'validation-form-changed': { taskAfter: { validation: 'The editor nods.' } },
  'validation-changed': { taskAfter: { validation: { dataSafety: 'strict' } } },
  'waiting-forbidden': { taskBefore: waiting() },
  'waiting-allowed': { taskAfter: waiting() },
  'waiting-requires-more': {
    taskBefore: waiting(),
    taskAfter: {
      ...waiting(),
      validation: {
        waitingSemantics: {
          waitingFor: 'the guest',
          requires: ['waitingFor', 'followUpAt', 'comment', 'owner'],
          followUpDefaultDays: 2,
        },
      },
    },
  },
  'waiting-requires-less': {
    taskBefore: waiting(),
    taskAfter: {
      ...waiting(),
      validation: {
        waitingSemantics: {
          waitingFor: 'the guest',
          requires: ['waitingFor', 'followUpAt'],
          followUpDefaultDays: 2,
        },
      },
    },
  },
  'follow-up-changed': { taskBefore: waiting(), taskAfter: waiting({ followUpDays: 3 }) },
  'skip-phrase-removed': { taskBefore: skip('no guest', 'no video'), taskAfter: skip('no video') },
  'skip-phrase-added': { taskBefore: skip('no video'), taskAfter: skip('no guest', 'no video') },
  'skip-closure-changed': {
    taskBefore: skip('no guest'),
    taskAfter: {
      validation: { skipClosure: { allowedStatuses: ['no guest'], requires: ['comment', 'file'] } },
    },
  },
  'stage-on-complete-changed': { taskBefore: { stageOnComplete: 'announced' } },
  'stage-on-complete-added': { taskAfter: { stageOnComplete: 'announced' } },
  'task-phase-changed': {
    before: phases(['edit', 'Edit', 'announced']),
    after: phases(['edit', 'Edit', 'announced']),
    taskAfter: { phase: 'edit' },
  },
  'assignee-changed': { taskAfter: { assignee: 'editor' } },
  'priority-changed': { taskAfter: { priority: 'high' } },
  'systems-changed': { taskAfter: { systems: ['youtube'] } },
  'risk-changed': { taskAfter: { atRiskWhen: ['no answer'] } },
  'reminders-changed': { taskAfter: { reminders: [{ after: 'PT3H', to: 'editor', kind: 'nag' }] } },
  'states-changed': { taskAfter: { validation: { dashboardStates: ['today'] } } },
  'milestone-changed': { taskAfter: { isMilestone: true } },
  'instruction-removed': { taskBefore: { instructionDocId: 'sop.a' } },
  'instruction-added': { taskAfter: { instructionDocId: 'sop.a' } },
  'instruction-changed': {
    taskBefore: { instructionDocId: 'sop.a', instructionStepId: 1 },
    taskAfter: { instructionDocId: 'sop.a', instructionStepId: 2 },
  },
  'instruction-reworded': {
    taskBefore: { instructionDocId: 'sop.a', instructionsUrl: 'https://example.org/1' },
    taskAfter: { instructionDocId: 'sop.a', instructionsUrl: 'https://example.org/2' },
  },
  'task-reworded': { taskAfter: { description: 'Do it well' } },
};
