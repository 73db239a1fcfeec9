import { repeatedSections } from '../../documents/repeated-sections.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const misplacedStepMarker = defineRule({
  code: 'sop/misplaced-step-marker',
  severity: 'error',
  summary: 'A step marker ends the first line of its step.',
  rationale:
    'At the beginning of the line it turns the whole line into raw HTML; anywhere else it names nothing.',
  examples: {
    bad: {
      ...others,
      'sop.md': EXAMPLE_SOP.replace(
        '2. Publish it. <!-- step: publish-video -->',
        '2. <!-- step: publish-video --> Publish it.',
      ),
    },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const repeated = document.strict ? repeatedSections(document.body) : [];
      for (const { start, end, name, fixed } of document.body.strayMarkers) {
        if (name === undefined) continue;
        // Steps of a second procedure are not read, which is a finding of its own.
        if (repeated.some((section) => start > section.heading.start && start < section.end))
          continue;
        const message = fixed
          ? `The marker of the step \`${name}\` does not end the first line of its step — move it there.`
          : `The marker \`${name}\` names no step — put it at the end of the first line of a numbered item under \`## Procedure\`, or remove it.`;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', start, end }),
          message,
          data: { step: name },
          ...(fixed && {
            suggestion: fixed.text.trim(),
            replace: { range: document.rangeOf({ in: 'text', ...fixed }), text: fixed.text },
          }),
        });
      }
    }
  },
});
