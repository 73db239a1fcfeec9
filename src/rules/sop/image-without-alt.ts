import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow'), 'button.png': '' };
const withImage = (alt: string) =>
  EXAMPLE_SOP.replace('The video plays.', `The video plays.\n\n![${alt}](./button.png)`);

export const imageWithoutAlt = defineRule({
  code: 'sop/image-without-alt',
  severity: 'warning',
  summary: 'Images of a procedure have a text that says what they show.',
  rationale: 'Somebody who cannot see the picture, or whose connection is slow, has to follow too.',
  examples: {
    bad: { ...others, 'sop.md': withImage('') },
    good: { ...others, 'sop.md': withImage('The button Publish') },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || !DOC_TYPE_METADATA[document.docType].hasSteps) continue;
      for (const image of document.body.imagesWithoutAlt) {
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...image }),
          message:
            'This image has no text for those who cannot see it — write what it shows between `![` and `]`.',
        });
      }
    }
  },
});
