import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import { repeatedSections } from '../../documents/repeated-sections.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const repeatedSection = defineRule({
  code: 'sop/repeated-section',
  severity: 'error',
  summary: 'A procedure has each of its sections once.',
  rationale: 'Only the first is read: steps of a second one cannot be followed or pointed at.',
  examples: {
    bad: {
      ...others,
      'sop.md': EXAMPLE_SOP.replace(
        '## References',
        '## Procedure\n\n1. Tell the guest. <!-- step: tell-the-guest -->\n\n## References',
      ),
    },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || !DOC_TYPE_METADATA[document.docType].hasSteps) continue;
      for (const { heading, first } of repeatedSections(document.body)) {
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...heading }),
          message: `\`## ${heading.text}\` is there already — move what it holds into the first, and remove this heading.`,
          data: { section: heading.text },
          related: [
            {
              message: `is the first \`## ${first.text}\``,
              file: document.path,
              range: document.rangeOf({ in: 'text', ...first }),
            },
          ],
        });
      }
    }
  },
});
