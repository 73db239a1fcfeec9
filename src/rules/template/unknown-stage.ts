import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const unknownStage = defineTemplateRule({
  code: 'template/unknown-stage',
  severity: 'error',
  summary: 'Phases and tasks name stages of their workflow.',
  rationale: 'A run cannot move to a stage that does not exist.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflow().replace('stage: preparation', 'stage: preparations'),
    },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow() },
  },
  check({ template: { phases = [], stages, tasks } }, report) {
    const named = [
      ...phases.map(({ id, stage }, index) => ({
        what: `Phase \`${id}\` is in`,
        stage,
        at: ['phases', index, 'stage'],
      })),
      ...tasks.flatMap(({ refId, stageOnComplete: stage }, index) =>
        stage === undefined
          ? []
          : [
              {
                what: `Task \`${refId}\` leads to`,
                stage,
                at: ['tasks', index, 'stageOnComplete'],
              },
            ],
      ),
    ];
    for (const { what, stage, at } of named) {
      if (stages.includes(stage)) continue;
      const suggestion = nearest(stage, stages);
      report({
        at,
        message: `${what} the stage \`${stage}\`, which is not declared — use ${listing(
          stages.map((each) => `\`${each}\``),
          'or',
        )}.${didYouMean(suggestion)}`,
        data: { stage },
        suggestion,
      });
    }
  },
});
