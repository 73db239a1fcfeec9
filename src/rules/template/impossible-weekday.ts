import { WEEKDAYS } from '../../../schemas/task-template.ts';
import { listing } from '../../diagnostics/wording.ts';
import { anchorWeekdays, scheduleProblem } from '../../workflow/schedule/cron.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const anchoredOn = (weekday: string) =>
  exampleWorkflow()
    .replace('{ type: manual }', '{ type: automatic, schedule: "0 9 * * 1", leadDays: 14 }')
    .replace('{ label: Publication date }', `{ label: Publication date, weekday: ${weekday} }`);

export const impossibleWeekday = defineTemplateRule({
  code: 'template/impossible-weekday',
  severity: 'error',
  summary: 'The trigger can give the weekday that the anchor is said to have.',
  rationale: 'Every run would begin with a remark that its date is unusual.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': anchoredOn('wednesday') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': anchoredOn('monday') },
  },
  check({ template: { trigger, anchor } }, report) {
    if (trigger.type !== 'automatic' || anchor.weekday === undefined) return;
    if (scheduleProblem(trigger.schedule)) return;
    const possible = anchorWeekdays(trigger.schedule, trigger.leadDays);
    if (possible.has(anchor.weekday)) return;
    const weekdays = WEEKDAYS.filter((weekday) => possible.has(weekday));
    report({
      at: ['anchor', 'weekday'],
      message: `The schedule \`${trigger.schedule}\` with ${trigger.leadDays} lead days never gives a ${anchor.weekday} — write ${listing(
        weekdays.map((each) => `\`${each}\``),
        'or',
      )}, or change the trigger.`,
      data: { weekday: anchor.weekday, possible: weekdays },
      related: [{ message: 'is the schedule', at: ['trigger', 'schedule'] }],
      ...(weekdays.length === 1 && { suggestion: weekdays[0] }),
    });
  },
});
