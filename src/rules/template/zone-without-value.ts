import { EACH_ZONE } from '../../../schemas/task-template.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const inEachZone = (keys = '') =>
  exampleWorkflow().replace(
    '{ label: Publication date }',
    `{ label: Publication date, timeZone: each }${keys}`,
  );

export const zoneWithoutValue = defineTemplateRule({
  code: 'template/zone-without-value',
  severity: 'error',
  summary: 'Only a workflow that runs for each value takes the time zone of each value.',
  rationale: 'A run that is for nobody has no zone, so its times mean nothing.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': inEachZone() },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': inEachZone('\n  forEach: [developer]') },
  },
  check({ template: { anchor, trigger, forEach } }, report) {
    if (forEach !== undefined) return;
    const zones = [
      { key: 'anchor', zone: anchor.timeZone },
      { key: 'trigger', zone: trigger.type === 'automatic' ? trigger.timeZone : undefined },
    ];
    for (const { key, zone } of zones) {
      if (zone !== EACH_ZONE) continue;
      report({
        at: [key, 'timeZone'],
        message: `\`timeZone: ${EACH_ZONE}\` is the zone of the value a run is for, and these runs are for none — add \`forEach\`, or name a zone such as \`Europe/Berlin\`.`,
        data: { key },
      });
    }
  },
});
