import { readFrontmatter } from '../../documents/frontmatter.ts';
import { findTaskTables } from '../../documents/task-tables.ts';
import { EXAMPLE_SOP, exampleDocument, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const table = `Publication, step by step:

| When | Task | Owner |
| --- | --- | --- |
| T-1 | Announce the video | Host |
| T | Publish the video | Host |
`;

export const noWorkflow = defineRule({
  code: 'template/no-workflow',
  severity: 'warning',
  summary: 'A workflow document has its workflow under `template:`.',
  rationale: 'Tasks that stand in the text alone are never planned, and nobody is told.',
  examples: {
    bad: { 'flow.md': exampleDocument('task-template.flow', table) },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      const { docType, source, body, path } = document;
      // One that is there and wrong is a finding of its own.
      if (docType !== 'task-template' || 'template' in readFrontmatter(source.text).data) continue;
      const [first] = findTaskTables(body);
      const position = first?.node.position;
      const range =
        position &&
        document.rangeOf({
          in: 'text',
          start: body.offset + (position.start.offset ?? 0),
          end: body.offset + (position.end.offset ?? 0),
        });
      report({
        file: path,
        ...(range && { range }),
        message: range
          ? `The tasks stand in a table, and nothing runs from it — \`opsbook adopt ${path}\` builds the workflow from it.`
          : 'The document says that it is a workflow, and has none — write it under `template:`, or give the document another `doc_type`.',
        data: { hasTable: first !== undefined },
      });
    }
  },
});
