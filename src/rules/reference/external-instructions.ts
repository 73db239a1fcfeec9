import type { Document, Registry } from '../../registry/registry.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const imported = EXAMPLE_SOP.replace(
  'doc_type: sop\n',
  'doc_type: sop\nsource: https://example.org/publish\n',
);
const external = { instructionDocId: '', instructionStepId: '' };
const withoutKeys = (text: string) => text.replaceAll(/^ {6}instruction\w+: \n/gm, '');

export const externalInstructions = defineRule({
  code: 'reference/external-instructions',
  severity: 'warning',
  summary: 'A task names the document of the portal rather than the page it was made from.',
  rationale: 'The external page is not checked, not versioned, and drifts away from the document.',
  examples: {
    bad: {
      'sop.md': imported,
      'flow.md': withoutKeys(
        exampleWorkflow({ ...external, instructionsUrl: 'https://example.org/publish' }),
      ),
    },
    good: {
      'sop.md': imported,
      'flow.md': exampleWorkflow({ instructionsUrl: 'https://example.org/publish' }),
    },
  },
  check({ registry }, report) {
    const bySource = documentsBySource(registry);
    for (const document of registry.templates()) {
      for (const [index, task] of (document.frontmatter.template?.tasks ?? []).entries()) {
        if (task.instructionDocId !== undefined || task.instructionsUrl === undefined) continue;
        const copy = bySource.get(task.instructionsUrl);
        if (!copy) continue;
        const path = ['template', 'tasks', index, 'instructionsUrl'];
        report({
          file: document.path,
          range: document.rangeOf({ in: 'frontmatter', path }),
          message: `Task \`${task.refId}\` sends people to ${task.instructionsUrl}, which “${copy.title}” was made from — add \`instructionDocId: ${copy.id}\`.`,
          data: { task: task.refId, id: copy.id },
          related: [{ message: 'was made from that page', file: copy.path }],
          suggestion: copy.id,
        });
      }
    }
  },
});

/** Address a document was imported from → the document. */
function documentsBySource({ documents }: Registry): ReadonlyMap<string, Document> {
  return new Map(
    documents.flatMap((document) =>
      document.frontmatter.source === undefined ? [] : [[document.frontmatter.source, document]],
    ),
  );
}
