import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { tasksByRefId } from '../../workflow/compile/task-dependencies.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const decidedBy = (field: string) =>
  exampleWorkflowWith([
    exampleTask('check', [
      'form: [{ name: risk, label: Risk, type: choice, choices: [low, high] }]',
      `humanGate: { reason: It may hurt., when: { refId: check, field: ${field}, anyOf: [high] } }`,
    ]),
  ]);

export const unknownAnswer = defineTemplateRule({
  code: 'template/unknown-answer',
  severity: 'error',
  summary: 'What depends on an answer names a field of that form, and answers it can give.',
  rationale: 'A condition on an answer that nobody can give never holds.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': decidedBy('rsk') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': decidedBy('risk') },
  },
  check({ template }, report) {
    const byRefId = tasksByRefId(template);
    for (const [index, { refId, form = [], humanGate }] of template.tasks.entries()) {
      const names = form.map(({ name }) => name);
      for (const [place, { fromPrevious }] of form.entries()) {
        if (fromPrevious === undefined || names.includes(fromPrevious)) continue;
        reportField(fromPrevious, refId, names, ['tasks', index, 'form', place, 'fromPrevious']);
      }
      const when = typeof humanGate === 'object' ? humanGate.when : undefined;
      const asked = when && byRefId.get(when.refId)?.task;
      if (!when || !asked) continue;
      const at = ['tasks', index, 'humanGate', 'when'];
      const field = asked.form?.find(({ name }) => name === when.field);
      if (!field) {
        const known = (asked.form ?? []).map(({ name }) => name);
        reportField(when.field, asked.refId, known, [...at, 'field']);
        continue;
      }
      const { choices } = field;
      for (const [place, answer] of when.anyOf.entries()) {
        if (choices === undefined || choices.includes(answer)) continue;
        const suggestion = nearest(answer, choices);
        report({
          at: [...at, 'anyOf', place],
          message: `“${answer}” is none of the choices of \`${field.name}\` in task \`${asked.refId}\` — write one of them.${didYouMean(suggestion)}`,
          data: { field: field.name, answer },
          suggestion,
        });
      }
    }

    function reportField(
      field: string,
      task: string,
      known: readonly string[],
      at: readonly (string | number)[],
    ) {
      const suggestion = nearest(field, known);
      report({
        at,
        message: `The form of task \`${task}\` has no field \`${field}\` — add it there, or name another.${didYouMean(suggestion)}`,
        data: { task, field },
        suggestion,
      });
    }
  },
});
