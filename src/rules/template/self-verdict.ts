import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const judging = (refId: string) =>
  exampleWorkflowWith([
    exampleTask('check', ['dependsOn: [publish]', `approval: { of: [${refId}] }`]),
  ]);

export const selfVerdict = defineTemplateRule({
  code: 'template/self-verdict',
  severity: 'error',
  summary: 'A task neither judges itself nor excludes those who closed it.',
  rationale: 'It could never be closed, or would be opened again by its own verdict.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': judging('check') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': judging('publish') },
  },
  check({ template }, report) {
    for (const [index, { refId, approval, notBy = [] }] of template.tasks.entries()) {
      const lists = [
        { says: 'is a verdict on', of: approval?.of ?? [], at: ['approval', 'of'] },
        { says: 'excludes whoever closed', of: notBy, at: ['notBy'] },
      ];
      for (const { says, of, at } of lists) {
        const place = of.indexOf(refId);
        if (place === -1) continue;
        report({
          at: ['tasks', index, ...at, place],
          message: `Task \`${refId}\` ${says} itself — name another task.`,
          data: { task: refId },
        });
      }
    }
  },
});
