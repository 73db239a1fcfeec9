import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const task = exampleTask('check', ['instructionsUrl: https://example.org/check']);

export const onlyExternalInstructions = defineTemplateRule({
  code: 'template/only-external-instructions',
  severity: 'warning',
  summary: 'A task with instructions elsewhere names a document of the portal as well.',
  rationale:
    'A page elsewhere is not checked, not searched, and can be gone in the middle of a task.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([
        task.replace('      instructionDocId: sop.media.publish\n', ''),
      ]),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflowWith([task]) },
  },
  check({ template, context }, report) {
    const copied = new Set(context.registry.documents.map(({ frontmatter }) => frontmatter.source));
    for (const [index, { refId, instructionDocId, instructionsUrl }] of template.tasks.entries()) {
      if (instructionDocId !== undefined || instructionsUrl === undefined) continue;
      // `reference/external-instructions` names the document that was made from the page.
      if (copied.has(instructionsUrl)) continue;
      report({
        at: ['tasks', index, 'instructionsUrl'],
        message: `Task \`${refId}\` is explained outside the portal only — add a document, and name it in \`instructionDocId\`.`,
        data: { task: refId },
      });
    }
  },
});
