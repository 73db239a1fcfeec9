/** One line of `bench`: checks, compiles and plans 200 workflows of 50 tasks each. */
import { authoredTemplate } from '../schemas/task-template.ts';
import { compileTemplate } from '../src/workflow/compile/compile-template.ts';
import { planWorkflow } from '../src/workflow/plan/plan.ts';

const TEMPLATES = 200;
const TASKS = 50;

let dated = 0;
for (let number = 0; number < TEMPLATES; number += 1) {
  const template = compileTemplate({
    templateId: `task-template.bench.workflow-${number}`,
    name: `Workflow ${number}`,
    template: authoredTemplate.parse(authored(number)),
    resolveDocument: (reference) => reference,
    resolveInstruction: (docId, stepId = '1') => ({
      docId,
      stepId,
      title: `Title of ${docId}`,
      url: `/docs/${docId}/#step-${stepId}`,
      stepHash: `sha256:${'0'.repeat(64)}`,
    }),
  });
  dated += planWorkflow(template, { anchor: '2026-07-22' }).tasks.length;
}
if (dated !== TEMPLATES * TASKS) throw new Error(`Only ${dated} tasks have a date.`);

/** A workflow that uses most of what tasks can say, and rolls its dates. */
function authored(number: number) {
  return {
    type: `workflow-${number}`,
    anchor: { label: 'Publication date', weekday: 'wednesday', timeZone: 'Europe/Berlin' },
    trigger: { type: 'automatic', schedule: '0 9 * * 1', leadDays: 14 },
    calendar: { onNonWorkingDay: 'nearest', holidays: ['2026-12-25', '2027-01-01'] },
    bundleLinkDefinitions: [{ name: 'Video' }],
    phases: [{ id: 'work', name: 'Work', stage: 'preparation' }],
    tasks: Array.from({ length: TASKS }, (_, index) => ({
      refId: `task-${index}`,
      description: `Do the work of step ${index} and note where the result is`,
      ...(index % 2 === 0 ? { offsetDays: index - 25 } : { offsetWorkdays: index - 25 }),
      phase: 'work',
      instructionDocId: `sop.bench.step-${index}`,
      instructionStepId: 'publish-video',
      systems: ['youtube', 'google-drive'],
      requiredLinkName: 'Video',
      proofRequirement: { type: 'url', label: 'Address of the result', required: true },
      requiredBundleLinks: ['Video'],
      waiting: { for: 'the guest', followUpDays: 2 },
      atRiskWhen: ['no answer'],
      ...(index > 0 && { dependsOn: [`task-${index - 1}`] }),
    })),
  };
}
