import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const stepWithoutText = defineRule({
  code: 'sop/step-without-text',
  severity: 'error',
  summary: 'The first line of a step says what to do.',
  rationale: 'That line is the name of the step in lists, links and workflows.',
  examples: {
    bad: {
      ...others,
      'sop.md': EXAMPLE_SOP.replace('2. Publish it. <!-- step: publish-video -->', '2.'),
    },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict) continue;
      const { steps, strayMarkers } = document.body;
      for (const { title, ordinal, start, end } of steps) {
        if (title !== '') continue;
        // A marker at the beginning of the line has swallowed the text.
        if (strayMarkers.some((marker) => marker.start >= start && marker.end <= end)) continue;
        const line = document.source.text.slice(start, end).split(/\r\n|\n|\r/)[0] ?? '';
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', start, end: start + line.length }),
          message: `Step ${ordinal} does not begin with words — say on its first line what to do.`,
          data: { ordinal },
        });
      }
    }
  },
});
