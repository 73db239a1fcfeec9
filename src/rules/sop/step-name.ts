import { slugOf } from '../../registry/slug.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const stepName = defineRule({
  code: 'sop/step-name',
  severity: 'error',
  summary: 'Step names are lower-case letters, digits and hyphens.',
  rationale: 'A marker with any other name is an ordinary comment, so the step has no name at all.',
  examples: {
    bad: { ...others, 'sop.md': EXAMPLE_SOP.replace('step: publish-video', 'step: Publish video') },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { start, end, name, written } of document.body.strayMarkers) {
        if (name !== undefined) continue;
        // A name begins with a letter.
        const suggestion = slugOf(written).replace(/^[^a-z]+/, '');
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', start, end }),
          message: `\`${written}\` is no step name — begin with a lower-case letter and use lower-case letters, digits and hyphens${suggestion === '' ? '' : `, such as \`${suggestion}\``}.`,
          data: { written },
          ...(suggestion !== '' && { suggestion }),
        });
      }
    }
  },
});
