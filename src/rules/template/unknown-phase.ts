import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleWorkflow } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

export const unknownPhase = defineTemplateRule({
  code: 'template/unknown-phase',
  severity: 'error',
  summary: 'A task belongs to a phase of its workflow.',
  rationale: 'A task of no phase is shown nowhere.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ phase: 'publicaton' }) },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': exampleWorkflow({ phase: 'publication' }) },
  },
  check({ template }, report) {
    const known = (template.phases ?? []).map(({ id }) => id);
    for (const [index, { refId, phase }] of template.tasks.entries()) {
      if (phase === undefined || known.includes(phase)) continue;
      const suggestion = nearest(phase, known);
      report({
        at: ['tasks', index, 'phase'],
        message: `Task \`${refId}\` belongs to the phase \`${phase}\`, which is not declared — use ${listing(
          known.map((id) => `\`${id}\``),
          'or',
        )}.${didYouMean(suggestion)}`,
        data: { task: refId, phase },
        suggestion,
      });
    }
  },
});
