import { DOC_TYPE_METADATA, PROCEDURE_SECTIONS } from '../../../schemas/doc-types.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const missingSection = defineRule({
  code: 'sop/missing-section',
  severity: 'error',
  summary: `SOPs and checklists have the sections ${PROCEDURE_SECTIONS.join(', ')}.`,
  rationale:
    'Whoever follows a procedure looks for its conditions and checks where they always are.',
  examples: {
    bad: {
      ...others,
      'sop.md': EXAMPLE_SOP.replace('## Validation\n\nThe video plays.\n\n', ''),
    },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || !DOC_TYPE_METADATA[document.docType].hasSteps) continue;
      if (document.body.isPlainText) continue;
      const sections = document.body.headings.filter(({ depth }) => depth === 2);
      const titles = new Set(sections.map(({ text }) => text));
      const foreign = sections.filter(
        ({ text }) => !(PROCEDURE_SECTIONS as readonly string[]).includes(text),
      );
      for (const section of PROCEDURE_SECTIONS) {
        if (titles.has(section)) continue;
        const near = nearest(
          section,
          foreign.map(({ text }) => text),
        );
        const heading = foreign.find(({ text }) => text === near);
        report({
          file: document.path,
          ...(heading && { range: document.rangeOf({ in: 'text', ...heading }) }),
          message: heading
            ? `\`## ${heading.text}\` stands where the section \`## ${section}\` is missing — name it so.${didYouMean(section)}`
            : `The section \`## ${section}\` is missing — add it, if only to say that there is nothing to do.`,
          data: { section },
          ...(heading && { suggestion: section }),
        });
      }
    }
  },
});
