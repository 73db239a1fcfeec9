import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import { repeatedSections } from '../../documents/repeated-sections.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };
const bulleted = EXAMPLE_SOP.replace(/1\. (.*?) <!--.*?-->\n2\. (.*?) <!--.*?-->/, '- $1\n- $2');

export const emptyProcedure = defineRule({
  code: 'sop/empty-procedure',
  severity: 'error',
  summary: 'The section Procedure has numbered steps.',
  rationale: 'Without steps there is nothing to follow and nothing a task could point at.',
  examples: {
    bad: { ...others, 'sop.md': bulleted },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || !DOC_TYPE_METADATA[document.docType].hasSteps) continue;
      if (document.body.steps.length > 0) continue;
      const heading = document.body.headings.find(
        ({ depth, text }) => depth === 2 && text === 'Procedure',
      );
      if (!heading || repeatedSections(document.body).some(({ first }) => first === heading))
        continue;
      report({
        file: document.path,
        range: document.rangeOf({ in: 'text', ...heading }),
        message:
          'This procedure has no steps — write them as a numbered list: `1. What to do. <!-- step: name -->`.',
      });
    }
  },
});
