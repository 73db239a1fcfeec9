/** A small office to work in: a procedure, a letter and a workflow. */

export const PROCEDURE = `---
id: sop.office.order-a-laptop
title: Order a laptop
doc_type: sop
summary: From the request to the signed delivery note.
---

## Summary

How a laptop gets to a colleague.

## Prerequisites

- A budget.

## Procedure

1. Ask for the size of the keyboard. <!-- step: ask -->
2. Order it, see [[doc.office.vendors]]. <!-- step: order -->
3. Have the delivery note signed. <!-- step: sign -->

## Validation

- The note is on file.

## Troubleshooting

Nothing yet.

## References

- [[doc.office.vendors]]
`;

const LETTER = `---
id: template.office.notice
title: Notice of delivery
doc_type: template
summary: Says when the laptop comes.
---

## Message

\`\`\`text
Dear {{name}}, it comes on {{day}}.
\`\`\`
`;

const WORKFLOW = `---
id: task-template.office.laptop
title: Laptop
doc_type: task-template
summary: One laptop.
template:
  type: laptop
  anchor: { label: First day of work, weekday: monday, timeZone: each }
  trigger: { type: manual }
  forEach: [colleague]
  runTitle: "{model} for {colleague}"
  inputs:
    - { name: model, label: Model, type: text, required: true, help: As the vendor calls it. }
    - { name: budget, label: Budget, type: number }
    - { name: page, label: Page of the vendor, type: url }
    - { name: keyboard, label: Keyboard, type: choice, choices: [German, English] }
    - { name: wishes, label: Wishes, type: long-text }
  roles: { buyer: Buyer }
  defaultAssignee: buyer
  stages: [open, done]
  sourceDocIds: [sop.office.order-a-laptop]
  phases:
    - id: all
      name: All of it
      stage: open
  tasks:
    - refId: ask-keyboard
      description: Ask for the keyboard of the {model}
      time: "09:00"
      phase: all
      offsetDays: -14
      instructionDocId: sop.office.order-a-laptop
      instructionStepId: ask
      completionProof: The answer
    - refId: sign-note
      description: Have the note signed
      phase: all
      offsetDays: 0
      instructionDocId: sop.office.order-a-laptop
      instructionStepId: sign
      stageOnComplete: done
      completionProof: The note
---
`;

export const FILES = {
  'opsbook.config.json': JSON.stringify({
    title: 'Office',
    sourceLinkBase: 'https://git.example.org/office/edit/main/content/',
    issueLinkBase: 'https://git.example.org/office/issues/new',
  }),
  'content/order.md': PROCEDURE,
  'content/notice.md': LETTER,
  'content/laptop.md': WORKFLOW,
  'content/vendors.md':
    '---\nid: doc.office.vendors\ntitle: Vendors\ndoc_type: doc\nsummary: Whom we buy from.\n---\n\nTwo.\n',
};
