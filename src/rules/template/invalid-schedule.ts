import { scheduleProblem } from '../../workflow/schedule/cron.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const scheduled = (schedule: string) =>
  exampleWorkflow().replace('{ type: manual }', `{ type: automatic, schedule: ${schedule} }`);

export const invalidSchedule = defineTemplateRule({
  code: 'template/invalid-schedule',
  severity: 'error',
  summary: 'A schedule is a cron expression that fires.',
  rationale:
    'A schedule that cannot be read starts no run, and nobody misses what was never there.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': scheduled('"0 25 * * 1"') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': scheduled('"0 9 * * 1"') },
  },
  check({ template: { trigger } }, report) {
    if (trigger.type !== 'automatic') return;
    const problem = scheduleProblem(trigger.schedule);
    if (!problem) return;
    report({
      at: ['trigger', 'schedule'],
      message: problem.message,
      data: { schedule: trigger.schedule, reason: problem.reason },
    });
  },
});
