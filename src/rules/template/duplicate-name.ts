import type { AuthoredTemplate } from '../../../schemas/task-template.ts';
import { EXAMPLE_SOP, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const collecting = (names: string) => exampleWorkflowWith([], [`inputs: [${names}]`]);

interface Names {
  readonly what: string;
  readonly names: readonly string[];
  readonly at: (index: number) => readonly (string | number)[];
}

export const duplicateName = defineTemplateRule({
  code: 'template/duplicate-name',
  severity: 'error',
  summary: 'Phases, stages, links, inputs, dimensions, fields and choices have names of their own.',
  rationale: 'What is kept by its name can be kept once, so one of the two would be lost.',
  examples: {
    bad: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': collecting(
        '{ name: tool, label: Tool, type: text }, { name: tool, label: Its page, type: url }',
      ),
    },
    good: {
      'sop.md': EXAMPLE_SOP,
      'flow.md': collecting(
        '{ name: tool, label: Tool, type: text }, { name: page, label: Its page, type: url }',
      ),
    },
  },
  check({ template }, report) {
    for (const { what, names, at } of listsOfNames(template)) {
      for (const [index, name] of names.entries()) {
        const owner = names.findIndex((other) => other.trim() === name.trim());
        if (owner === index) continue;
        report({
          at: at(index),
          message: `The ${what} \`${name}\` is in the list twice — remove or rename one of the two.`,
          data: { name },
          related: [{ message: `is \`${name}\` as well`, at: at(owner) }],
        });
      }
    }
    const { forEach = [], inputs = [] } = template;
    for (const [index, { name }] of inputs.entries()) {
      const dimension = forEach.indexOf(name);
      if (dimension === -1 && name !== 'anchor') continue;
      const other = name === 'anchor' ? 'the anchor date' : 'what the run is for';
      report({
        at: ['inputs', index, 'name'],
        message: `The placeholder \`{${name}}\` stands for ${other} already — give the input another name.`,
        data: { name },
        ...(dimension !== -1 && {
          related: [{ message: `is \`${name}\` as well`, at: ['forEach', dimension] }],
        }),
      });
    }
  },
});

function listsOfNames(template: AuthoredTemplate): Names[] {
  const { phases = [], stages, bundleLinkDefinitions, inputs = [], forEach = [], tasks } = template;
  const fields = [
    { what: 'input', list: inputs, at: ['inputs'] },
    ...tasks.map(({ form = [] }, index) => ({
      what: 'field',
      list: form,
      at: ['tasks', index, 'form'],
    })),
  ];
  return [
    { what: 'phase', names: phases.map(({ id }) => id), at: (index) => ['phases', index, 'id'] },
    { what: 'stage', names: stages, at: (index) => ['stages', index] },
    {
      what: 'link',
      names: bundleLinkDefinitions.map(({ name }) => name),
      at: (index) => ['bundleLinkDefinitions', index, 'name'],
    },
    { what: 'dimension', names: forEach, at: (index) => ['forEach', index] },
    ...fields.flatMap(({ what, list, at }): Names[] => [
      { what, names: list.map(({ name }) => name), at: (index) => [...at, index, 'name'] },
      ...list.map(({ choices = [] }, place) => ({
        what: 'choice',
        names: choices,
        at: (index: number) => [...at, place, 'choices', index],
      })),
    ]),
  ];
}
