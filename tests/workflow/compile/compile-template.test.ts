import { describe, expect, test } from 'vitest';
import { workflowTemplate } from '../../../schemas/workflow-template.ts';
import {
  compileRuntimeTemplate,
  compileSmall,
  RUNTIME_TEMPLATES,
  readRuntimeTemplate,
} from '../runtime-template.ts';

describe.each(RUNTIME_TEMPLATES)('the runtime template %s', (name) => {
  const runtime = readRuntimeTemplate(name);
  const compiled = compileRuntimeTemplate(runtime);

  test('has every key and value again', () => {
    expect(compiled).toMatchObject(runtime);
  });

  test('is valid by the published schema, which adds and drops nothing', () => {
    expect(workflowTemplate.parse(compiled)).toStrictEqual(compiled);
  });

  test('is the same after a journey through JSON, and byte-equal when compiled again', () => {
    const json = JSON.stringify(compiled);
    expect(JSON.parse(json)).toStrictEqual(compiled);
    expect(JSON.stringify(compileRuntimeTemplate(readRuntimeTemplate(name)))).toBe(json);
  });
});

describe('compileTemplate', () => {
  test('derives everything of the least template', () => {
    const { contentHash, ...compiled } = compileSmall([{ offsetDays: -2 }]);
    expect(contentHash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(compiled).toStrictEqual({
      schemaVersion: 1,
      templateId: 'task-template.small',
      name: 'Small',
      type: 'small',
      tags: [],
      phases: [{ id: 'all', name: 'All', stage: 'preparation' }],
      stages: ['preparation', 'announced', 'after-event', 'done'],
      sourceDocIds: [],
      references: [],
      bundleLinkDefinitions: [],
      roles: {},
      triggerType: 'manual',
      anchor: { label: 'Launch' },
      doneCriteria: [],
      taskDefinitions: [
        {
          refId: 'task-0',
          description: 'Do 0',
          offsetDays: -2,
          phase: 'all',
          validation: {
            operatorAction: 'Do 0',
            requiredBundleLinks: [],
            waitingAllowed: false,
            atRiskWhen: [],
            reminderSemantics: {
              due: true,
              overdue: true,
              missingEvidence: false,
              waitingFollowUp: false,
            },
            dashboardStates: [
              'today',
              'overdue',
              'waiting',
              'follow-up-due',
              'missing-evidence',
              'at-risk',
            ],
          },
        },
      ],
    });
  });

  test('carries every authored key of a task and a template', () => {
    const task = {
      refId: 'publish',
      description: 'Publish it',
      offsetWorkdays: 3,
      time: '17:00',
      phase: 'all',
      isMilestone: true,
      stageOnComplete: 'done',
      instructionsUrl: 'https://example.org/how',
      systems: ['youtube'],
      requiredLinkName: 'Video',
      requiresFile: false,
      proofRequirement: { type: 'url', label: 'The video', required: false },
      dependsOn: ['edit'],
      priority: 'critical',
      humanGate: 'Only the editor may publish.',
      optional: false,
      reminders: [{ after: 'PT3H', to: 'editor', kind: 'nag' }],
    };
    const template = {
      emoji: '',
      tags: ['Video'],
      references: [{ name: 'Channel', url: 'https://example.org/channel' }],
      anchor: { label: 'Day', weekday: 'wednesday', time: '17:00', timeZone: 'Europe/Berlin' },
      calendar: { onNonWorkingDay: 'nearest', workdays: ['monday'], holidays: ['2026-12-25'] },
      roles: { editor: 'Editor' },
      forEach: ['client', 'developer'],
      bundleLinkDefinitions: [{ name: 'Video' }],
      stages: ['preparation', 'done'],
      doneCriteria: ['The video is public.'],
    };
    const compiled = compileSmall([{ ...task, assignee: 'editor' }], {
      ...template,
      defaultAssignee: 'editor',
      sourceDocIds: ['doc:sop.edit'],
    });
    expect(compiled).toMatchObject({
      ...template,
      defaultAssigneeId: 'editor',
      sourceDocIds: ['sop.edit'],
      taskDefinitions: [{ ...task, assigneeId: 'editor' }],
    });
    expect(compiled.taskDefinitions[0]).not.toHaveProperty('assignee');
    expect(workflowTemplate.parse(compiled)).toStrictEqual(compiled);
  });

  test('resolves the instruction and keeps the step as authored', () => {
    const [task] = compileSmall([
      { offsetDays: 0, instructionDocId: 'doc:sop.upload', instructionStepId: 3 },
    ]).taskDefinitions;
    expect(task).toMatchObject({
      instructionDocId: 'sop.upload',
      instructionStepId: '3',
      instruction: {
        docId: 'sop.upload',
        stepId: '3',
        stepHash: 'sha256:00',
        url: '/docs/sop.upload/#step-3',
      },
    });
  });

  test('writes out the defaults of an automatic trigger', () => {
    const trigger = { type: 'automatic', schedule: '0 9 * * 1' };
    expect(compileSmall([{ offsetDays: 0 }], { trigger })).toMatchObject({
      triggerType: 'automatic',
      triggerSchedule: '0 9 * * 1',
      triggerLeadDays: 0,
      triggerTimeZone: 'UTC',
      triggerEnabled: true,
    });
  });
});

describe('validation', () => {
  const validationOf = (task: object) =>
    compileSmall([{ offsetDays: 0, ...task }]).taskDefinitions[0]?.validation;

  test('takes its place for waiting, risk, action, proof and links', () => {
    const task = {
      proofRequirement: { type: 'comment', label: 'A note', required: true },
      operatorAction: 'Ask the guest',
      completionProof: 'The answer',
      requiredBundleLinks: ['Video'],
      waiting: { for: 'the guest', followUpDays: 2 },
      atRiskWhen: ['no answer'],
    };
    const [compiled] = compileSmall([{ offsetDays: 0, ...task }]).taskDefinitions;
    expect(compiled?.validation).toMatchObject({
      operatorAction: 'Ask the guest',
      completionProof: 'The answer',
      requiredBundleLinks: ['Video'],
      waitingAllowed: true,
      waitingSemantics: {
        waitingFor: 'the guest',
        requires: ['waitingFor', 'followUpAt', 'comment'],
        followUpDefaultDays: 2,
      },
      atRiskWhen: ['no answer'],
      reminderSemantics: { due: true, overdue: true, missingEvidence: true, waitingFollowUp: true },
    });
    expect(Object.keys(compiled ?? {})).toEqual([
      'refId',
      'description',
      'offsetDays',
      'phase',
      'proofRequirement',
      'validation',
    ]);
  });

  test('names the proof after the label of an optional proof, without asking for it', () => {
    expect(
      validationOf({ proofRequirement: { type: 'url', label: 'The post', required: false } }),
    ).toMatchObject({ completionProof: 'The post', reminderSemantics: { missingEvidence: false } });
  });

  test('merges authored mappings and replaces lists and single values', () => {
    expect(
      validationOf({
        atRiskWhen: ['derived'],
        validation: {
          atRiskWhen: ['authored'],
          dashboardStates: [],
          reminderSemantics: { overdue: false, sponsorFollowUp: true },
          skipClosure: { suppresses: { 'no guest': { proof: true } } },
        },
      }),
    ).toStrictEqual({
      operatorAction: 'Do 0',
      requiredBundleLinks: [],
      waitingAllowed: false,
      atRiskWhen: ['authored'],
      reminderSemantics: {
        due: true,
        overdue: false,
        missingEvidence: false,
        waitingFollowUp: false,
        sponsorFollowUp: true,
      },
      dashboardStates: [],
      skipClosure: { suppresses: { 'no guest': { proof: true } } },
    });
  });

  test('stays the text it is authored as', () => {
    expect(validationOf({ validation: 'The editor nods.' })).toBe('The editor nods.');
  });
});
