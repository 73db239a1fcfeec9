import { insertSource } from '../../registry/insert-source.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const undeclaredSource = defineRule({
  code: 'template/undeclared-source',
  severity: 'info',
  summary: 'Instruction documents of tasks are listed in `sourceDocIds`.',
  rationale: 'An engine that copies or checks a workflow’s documents goes by that list.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow().replace('  sourceDocIds: [sop.media.publish]\n', ''),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ registry }, report) {
    for (const document of registry.templates()) {
      const references = registry.references(document);
      // An entry that leads nowhere may be the one that is missing.
      if (
        references.some(
          ({ role, resolution }) => role === 'sourceDocIds' && resolution.kind !== 'document',
        )
      )
        continue;
      const listed = new Set(
        references.flatMap(({ role, resolution }) =>
          role === 'sourceDocIds' && resolution.kind === 'document' ? [resolution.document] : [],
        ),
      );
      for (const { role, at, task, resolution } of references) {
        if (role !== 'instructionDocId' || resolution.kind !== 'document') continue;
        const { id, title, hasGeneratedId } = resolution.document;
        if (listed.has(resolution.document)) continue;
        listed.add(resolution.document);
        report({
          file: document.path,
          range: document.rangeOf(at),
          message: `Task \`${task?.refId}\` is explained in “${title}”, which \`sourceDocIds\` does not list — add \`${id}\` there.`,
          data: { task: task?.refId ?? '', id },
          suggestion: id,
          // A generated id must not be written down.
          replace: hasGeneratedId ? undefined : insertSource(document, id),
        });
      }
    }
  },
});
