/** Documents that the examples of several rules share. */

export const EXAMPLE_SOP = `---
id: sop.media.publish
title: Publish a video
doc_type: sop
---

## Summary

How a finished video goes online.

## Prerequisites

- The finished file.

## Procedure

1. Upload the video. <!-- step: upload-video -->
2. Publish it. <!-- step: publish-video -->

## Validation

The video plays.

## Troubleshooting

- It does not play: wait until processing ends.

## References

- [[task-template.flow]]
`;

/** A workflow of one task; `task` adds or replaces keys of that task, as raw YAML values. */
export function exampleWorkflow(task: Readonly<Record<string, string>> = {}): string {
  const keys = {
    refId: 'publish',
    description: 'Publish the video',
    offsetDays: '0',
    phase: 'publication',
    instructionDocId: 'sop.media.publish',
    instructionStepId: 'publish-video',
    stageOnComplete: 'done',
    ...task,
  };
  const lines = Object.entries(keys).map(([key, value]) => `      ${key}: ${value}`);
  return `---
id: task-template.flow
title: Publication
doc_type: task-template
template:
  type: flow
  sourceDocIds: [sop.media.publish]
  anchor: { label: Publication date }
  trigger: { type: manual }
  phases:
    - { id: publication, name: Publication, stage: preparation }
  tasks:
    -
${lines.join('\n')}
---

What the workflow is for: [[sop.media.publish]].
`;
}

/** A strict document; `keys` are further lines of its frontmatter. */
export function exampleDocument(id: string, body = 'Text.\n', keys = ''): string {
  const docType = id.split('.')[0] ?? 'doc';
  return `---\nid: ${id}\ntitle: Title of ${id}\ndoc_type: ${docType}\n${keys}---\n\n${body}`;
}

/** A second task for a workflow, as it stands in the list; `keys` are further lines. */
export function exampleTask(refId: string, keys: readonly string[] = []): string {
  const lines = [
    `refId: ${refId}`,
    'description: Check the page',
    'offsetDays: 1',
    'phase: publication',
    'instructionDocId: sop.media.publish',
    ...keys,
  ];
  return `    - ${lines.join('\n      ')}\n`;
}

/** A workflow with further tasks and, above its tasks, further keys of the template. */
export function exampleWorkflowWith(
  tasks: readonly string[],
  keys: readonly string[] = [],
): string {
  const text = exampleWorkflow().replace(
    '  tasks:\n',
    `${keys.map((line) => `  ${line}\n`).join('')}  tasks:\n`,
  );
  return text.replace('\n---\n\nWhat', `\n${tasks.join('')}---\n\nWhat`);
}
