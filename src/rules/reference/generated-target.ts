import { mentionsOf } from '../../registry/mentions.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const generatedTarget = defineRule({
  code: 'reference/generated-target',
  severity: 'error',
  summary: 'Workflows point at documents that declare their id.',
  rationale:
    'A generated id follows the path, so moving a file would break runs that are under way.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'guides/equipment.md': '# Equipment\n\nText.\n',
      'flow.md': exampleWorkflow().replace('[sop.media', '[doc.guides.equipment, sop.media'),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ registry }, report) {
    for (const document of registry.templates()) {
      for (const { at, role, target } of mentionsOf(registry, document)) {
        if (role !== 'instructionDocId' && role !== 'sourceDocIds') continue;
        // An id that is declared and taken by another document is a finding of its own.
        if (!target.hasGeneratedId || target.declaredId !== undefined) continue;
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `“${target.title}” has no id of its own, and \`${target.id}\` changes when its file moves — declare an id in \`${target.path}\`.`,
          data: { id: target.id, path: target.path },
          related: [{ message: 'declares no id', file: target.path }],
        });
      }
    }
  },
});
