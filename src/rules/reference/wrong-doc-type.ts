import { DOC_TYPE_METADATA, DOC_TYPES } from '../../../schemas/doc-types.ts';
import { listing } from '../../diagnostics/wording.ts';
import { mentionsOf } from '../../registry/mentions.ts';
import { EXAMPLE_SOP, exampleDocument, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const INSTRUCTIONS = DOC_TYPES.filter((type) => DOC_TYPE_METADATA[type].canInstruct);

export const wrongDocType = defineRule({
  code: 'reference/wrong-doc-type',
  severity: 'error',
  summary: 'The instructions of a task are a document one can work by.',
  rationale: 'A workflow or an archived page does not tell anybody how to do the task.',
  examples: {
    bad: {
      'old.md': exampleDocument('archive.publish'),
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow({ instructionDocId: 'archive.publish', instructionStepId: '' })
        .replace('      instructionStepId: \n', '')
        .replace('sourceDocIds: [', 'sourceDocIds: [archive.publish, '),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ registry }, report) {
    for (const document of registry.templates()) {
      for (const { at, role, target } of mentionsOf(registry, document)) {
        if (role !== 'instructionDocId' || DOC_TYPE_METADATA[target.docType].canInstruct) continue;
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `“${target.title}” is of the type \`${target.docType}\` — name a document of the type ${listing(
            INSTRUCTIONS.map((type) => `\`${type}\``),
            'or',
          )}.`,
          data: { id: target.id, docType: target.docType },
          related: [{ message: `is of the type \`${target.docType}\``, file: target.path }],
        });
      }
    }
  },
});
