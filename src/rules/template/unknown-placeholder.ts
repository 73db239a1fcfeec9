import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { placeholdersOf } from '../../workflow/plan/placeholders.ts';
import { EXAMPLE_SOP, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const titled = (title: string) =>
  exampleWorkflowWith(
    [],
    [`runTitle: "${title}"`, 'inputs: [{ name: tool, label: Tool, type: text }]'],
  );

export const unknownPlaceholder = defineTemplateRule({
  code: 'template/unknown-placeholder',
  severity: 'warning',
  summary: 'A placeholder stands for an input, a dimension, the anchor or an answer of a form.',
  rationale: 'Any other is never replaced, so people read the braces.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': titled('Video about {tol}') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': titled('Video about {tool}') },
  },
  check({ template }, report) {
    const { inputs = [], forEach = [], tasks, runTitle } = template;
    // Where nothing is declared, braces are text.
    if (inputs.length === 0 && forEach.length === 0) return;
    const known = new Set([
      'anchor',
      ...forEach,
      ...inputs.map(({ name }) => name),
      ...tasks.flatMap(({ refId, form = [] }) => form.map(({ name }) => `${refId}.${name}`)),
    ]);
    const texts = [
      { text: runTitle, at: ['runTitle'] },
      ...tasks.flatMap((task, index) =>
        (['description', 'operatorAction', 'completionProof'] as const).map((key) => ({
          text: task[key],
          at: ['tasks', index, key],
        })),
      ),
    ];
    for (const { text, at } of texts) {
      for (const name of placeholdersOf(text ?? '')) {
        if (known.has(name)) continue;
        const suggestion = nearest(name, known);
        report({
          at,
          message: `\`{${name}}\` stands for nothing that is known here — name an input, a dimension, \`{anchor}\` or \`{task.field}\`.${didYouMean(suggestion)}`,
          data: { placeholder: name },
          suggestion,
        });
      }
    }
  },
});
