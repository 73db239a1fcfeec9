import type { RunInput } from '../../../schemas/fields.ts';
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean } from '../../diagnostics/wording.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const roles = ['roles: { user-editor: Editor }'];

export const unknownRole = defineTemplateRule({
  code: 'template/unknown-role',
  severity: 'error',
  summary: 'Assignees, reminders and answers for some alone name roles of the workflow.',
  rationale: 'A task given to nobody known lies in nobody’s list.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([exampleTask('check', ['assignee: user-edtor'])], roles),
    },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': exampleWorkflowWith([exampleTask('check', ['assignee: user-editor'])], roles),
    },
  },
  check({ template }, report) {
    const known = Object.keys(template.roles);
    const check = (role: string | undefined, at: readonly (string | number)[]) => {
      if (role === undefined || known.includes(role)) return;
      const suggestion = nearest(role, known);
      report({
        at,
        message: `The role \`${role}\` is not declared — add it to \`roles\` with the name that is shown.${didYouMean(suggestion)}`,
        data: { role },
        suggestion,
      });
    };
    check(template.defaultAssignee, ['defaultAssignee']);
    checkVisibility(template.inputs, ['inputs']);
    for (const [index, { assignee, reminders = [], form }] of template.tasks.entries()) {
      check(assignee, ['tasks', index, 'assignee']);
      for (const [place, { to }] of reminders.entries()) {
        check(to, ['tasks', index, 'reminders', place, 'to']);
      }
      checkVisibility(form, ['tasks', index, 'form']);
    }

    function checkVisibility(fields: readonly RunInput[] = [], at: readonly (string | number)[]) {
      for (const [place, { visibleTo = [] }] of fields.entries()) {
        for (const [nth, role] of visibleTo.entries())
          check(role, [...at, place, 'visibleTo', nth]);
      }
    }
  },
});
