/** What a new document of each type starts as: valid as it is, with a hint in every place. */
import type { DocType } from '../../schemas/doc-types.ts';

export interface SkeletonKeys {
  readonly id: string;
  readonly title: string;
  /** Last part of the id; names the workflow of a task template. */
  readonly slug: string;
}

/** The whole text of a new document, as a draft. */
export function skeleton(docType: DocType, keys: SkeletonKeys): string {
  const lines = [
    `id: ${keys.id}`,
    `title: ${JSON.stringify(keys.title)}`,
    `doc_type: ${docType}`,
    'summary: What this document is for, in one or two sentences.',
    'status: draft',
    'schema_version: 1',
    ...(docType === 'task-template' ? workflow(keys) : []),
  ];
  return `---\n${lines.join('\n')}\n---\n\n${BODIES[docType]}`;
}

const WORKFLOW_BODY = `When this workflow is started, by whom, and what it leaves behind.
`;

const PROCEDURE = `## Summary

What is achieved, when it is needed and who does it.

## Prerequisites

- What has to be at hand before the first step.

## Procedure

1. What to do first, and what can be seen when it is done. <!-- step: first-step -->
2. What to do next. <!-- step: second-step -->

## Validation

How to tell that everything went well.

## Troubleshooting

- What may go wrong: what to do then.

## References

- Where to read more.
`;

const BODIES: Readonly<Record<DocType, string>> = {
  sop: PROCEDURE,
  checklist: PROCEDURE,
  template: `When this text is used, and by whom.

## Text

Hello {name},

the words that are sent.
`,
  reference: `What there is to know, the most important first.

## Details

What one looks up.
`,
  playbook: `The situation this is for, and how to recognise it.

## First

What to do at once.

## Then

What to decide, and by what.
`,
  prompt: `What the prompt is for, and what it is given.

## Prompt

The words of the prompt.
`,
  'task-template': WORKFLOW_BODY,
  archive: `What this was, and why it is kept.
`,
  doc: `What this is about.
`,
};

function workflow({ slug }: SkeletonKeys): string[] {
  return `template:
  type: ${slug}
  anchor:
    label: The day everything is counted from
  trigger:
    type: manual
  roles:
    operator: Operations manager
  defaultAssignee: operator
  phases:
    - id: work
      name: Work
      stage: preparation
  tasks:
    - refId: first-task
      description: What has to be done first
      offsetDays: -7
      phase: work
    - refId: last-task
      description: What finishes the work
      offsetDays: 0
      phase: work
      dependsOn: [first-task]
      isMilestone: true
      stageOnComplete: done`.split('\n');
}
