import type { Document } from '../../registry/registry.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const duplicateType = defineRule({
  code: 'template/duplicate-type',
  severity: 'error',
  summary: 'A workflow type belongs to one template.',
  rationale: 'The type names the JSON file, so of two templates with one type one would be lost.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow(),
      'flow-2.md': exampleWorkflow().replace('id: task-template.flow', 'id: task-template.flow-2'),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ registry }, report) {
    const owners = new Map<string, Document>();
    for (const document of registry.templates()) {
      const type = document.frontmatter.template?.type ?? '';
      const owner = owners.get(type);
      if (!owner) {
        owners.set(type, document);
        continue;
      }
      const at = { in: 'frontmatter', path: ['template', 'type'] } as const;
      report({
        file: document.path,
        range: document.rangeOf(at),
        message: `The workflow type \`${type}\` is taken by \`${owner.path}\` — give this template a type of its own.`,
        data: { type, owner: owner.path },
        related: [
          { message: `has the type \`${type}\``, file: owner.path, range: owner.rangeOf(at) },
        ],
      });
    }
  },
});
