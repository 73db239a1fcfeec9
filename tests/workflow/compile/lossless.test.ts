/** What engines have comes back from the compiler with every key and value. */
import { describe, expect, test } from 'vitest';
import { authoredTemplate } from '../../../schemas/task-template.ts';
import type { TaskDefinition, WorkflowTemplate } from '../../../schemas/workflow-template.ts';
import { compileTemplate } from '../../../src/workflow/compile/compile-template.ts';
import { phaseGroups } from '../../../src/workflow/phase-groups.ts';
import { compileSmall, resolvers } from '../runtime-template.ts';

const FRAME = {
  type: 'podcast',
  anchor: { label: 'Day of the stream' },
  trigger: { type: 'manual' },
};

function compile(template: object): WorkflowTemplate {
  return compileTemplate({
    templateId: 'task-template.podcast',
    name: 'Podcast',
    template: authoredTemplate.parse({ ...FRAME, ...template }),
    ...resolvers,
  });
}

/** As an engine keeps them: keys of its own, references by path, names of systems, proof it asks for. */
const task = {
  refId: 'record',
  description: 'Record it',
  offsetDays: 0,
  systems: ['random.org', 'Google Drive (shared)'],
  proofRequirement: { type: 'url', label: 'Recording', required: true },
};
const kept = {
  artifactRefs: [{ id: 'cover', path: 'covers/{episode}.png', sizes: [1, 2.5, null] }],
  assistantJobRefs: ['podcast.prepare'],
};
const references = [
  { name: 'Assistant README', url: 'assistants/podcast/README.md' },
  { name: 'Process', url: '[[sop.podcast]]' },
  { name: 'Events', url: 'https://example.org/doc/16' },
];
const evidence = { requiredEvidence: ['recording', 'transcript'], reviewers: { min: 2 } };

describe('a template without phases', () => {
  const compiled = compile({
    references,
    extensions: { owner: { team: 'media' }, retired: null },
    tasks: [{ ...task, extensions: kept, validation: evidence }],
  });
  const [first] = compiled.taskDefinitions;

  test('has no word of phases', () => {
    expect(compiled).not.toHaveProperty('phases');
    expect(first).not.toHaveProperty('phase');
    expect(phaseGroups(compiled)).toEqual([{ tasks: compiled.taskDefinitions }]);
  });

  test('has everything else as it was, the keys of an engine beside ours', () => {
    expect(compiled).toMatchObject({ references, owner: { team: 'media' }, retired: null });
    expect(first).toMatchObject({ ...task, ...kept, validation: evidence });
    expect(compiled).not.toHaveProperty('extensions');
    expect(first).not.toHaveProperty('extensions');
  });

  test('has another hash with another key of an engine', () => {
    const other = compile({
      references,
      extensions: { owner: { team: 'sales' }, retired: null },
      tasks: [{ ...task, extensions: kept, validation: evidence }],
    });
    expect(other.contentHash).not.toBe(compiled.contentHash);
  });
});

test('a key of an engine never takes the place of ours, set or not', () => {
  const [compiled] = compile({
    tasks: [{ ...task, extensions: { refId: 'other', dependsOn: ['x'], date: 'x', mine: 1 } }],
  }).taskDefinitions;
  expect(compiled).toMatchObject({ refId: 'record', mine: 1 });
  expect(Object.keys(compiled ?? {})).not.toContain('dependsOn');
  expect(Object.keys(compiled ?? {})).not.toContain('date');
});

test('an empty text is as good as no key, but for the emoji, which may be empty', () => {
  const empty = {
    requiredLinkName: '',
    instructionsUrl: ' ',
    instructionDocId: '',
    phase: '',
    assignee: '',
    time: '',
    priority: '',
    validation: { completionProof: '', operatorAction: '\t' },
  };
  const full = compile({ tasks: [{ ...task, validation: {} }] });
  const compiled = compile({
    emoji: '',
    runTitle: '',
    defaultAssignee: '',
    tags: '',
    tasks: [{ ...task, ...empty }],
  });
  expect(compiled.taskDefinitions).toStrictEqual(full.taskDefinitions);
  expect({ ...compiled, contentHash: '' }).toStrictEqual({ ...full, emoji: '', contentHash: '' });
});

test('what people are asked, who judges and who may not comes back unchanged', () => {
  const inputs = [
    { name: 'tool', label: 'Tool', type: 'choice', choices: ['a', 'b'], required: true },
    { name: 'author', label: 'Author', type: 'person', help: 'Who made it.', visibleTo: ['dev'] },
  ];
  const first = {
    ...task,
    form: [{ name: 'risk', label: 'Risk', type: 'number', fromPrevious: 'risk' }],
  };
  const second = {
    refId: 'judge',
    description: 'Judge {tool}',
    offsetDays: 1,
    dependsOn: ['record'],
    approval: { of: ['record'] },
    notBy: ['record'],
    humanGate: { reason: 'Risk.', when: { refId: 'record', field: 'risk', anyOf: ['1'] } },
  };
  const template = { runTitle: 'About {tool}', inputs, requiresApproval: true };
  expect(compile({ ...template, tasks: [first, second] })).toMatchObject({
    ...template,
    taskDefinitions: [first, second],
  });
});

test('tasks without a phase come after those of a phase, and none is lost', () => {
  const { phases, taskDefinitions } = compileSmall([{ offsetDays: 0 }, { offsetDays: 1 }]);
  const [first, second] = taskDefinitions;
  if (!first || !second) throw new Error('There are two.');
  const without: TaskDefinition = structuredClone(second);
  delete without.phase;
  expect(phaseGroups({ phases, taskDefinitions: [without, first] })).toEqual([
    { phase: phases?.[0], tasks: [first] },
    { tasks: [without] },
  ]);
});
