import type { Range } from '../../diagnostics/range.ts';
import { span } from '../../documents/body.ts';
import type { Step } from '../../documents/steps.ts';
import type { Document } from '../../registry/registry.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const duplicateStep = defineRule({
  code: 'sop/duplicate-step',
  severity: 'error',
  summary: 'A step name belongs to one step of its document.',
  rationale: 'A task that points at the name would open the first of the two, right or wrong.',
  examples: {
    bad: { ...others, 'sop.md': EXAMPLE_SOP.replace('step: upload-video', 'step: publish-video') },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const owners = new Map<string, number>();
      for (const step of document.body.steps) {
        if (step.name === undefined) continue;
        const owner = owners.get(step.name);
        if (owner === undefined) {
          owners.set(step.name, step.ordinal);
          continue;
        }
        const first = document.body.steps[owner - 1];
        report({
          file: document.path,
          range: markerOf(document, step),
          message: `Step ${step.ordinal} is named \`${step.name}\` like step ${owner} — give it a name of its own.`,
          data: { step: step.name, ordinal: step.ordinal, owner },
          related: first
            ? [
                {
                  message: `is step ${owner}`,
                  file: document.path,
                  range: markerOf(document, first),
                },
              ]
            : [],
        });
      }
    }
  },
});

function markerOf(document: Document, step: Step): Range {
  const place = step.marker ? span(step.marker, document.body.offset) : step;
  return document.rangeOf({ in: 'text', ...place });
}
