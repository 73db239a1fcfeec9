import { isOwnKey } from '../../workflow/compile/extensions.ts';
import { EXAMPLE_SOP, exampleTask, exampleWorkflowWith } from '../engine/example-files.ts';
import { defineTemplateRule } from '../engine/template-rule.ts';

const kept = (key: string) =>
  exampleWorkflowWith([exampleTask('check', [`extensions: { ${key}: [cover] }`])]);

export const reservedKey = defineTemplateRule({
  code: 'template/reserved-key',
  severity: 'error',
  summary: 'Keys that an engine keeps for itself have names of their own.',
  rationale: 'They are published beside ours, and one of the same name would be lost.',
  examples: {
    bad: { 'sop.md': EXAMPLE_SOP, 'flow.md': kept('dependsOn') },
    good: { 'sop.md': EXAMPLE_SOP, 'flow.md': kept('artifactRefs') },
  },
  check({ template }, report) {
    const check = (
      extensions: object | undefined,
      of: 'template' | 'task',
      ...at: (string | number)[]
    ) => {
      for (const key of Object.keys(extensions ?? {})) {
        if (!isOwnKey(key, of)) continue;
        report({
          at: [...at, 'extensions', key],
          part: 'key',
          message: `\`${key}\` is a key of our own, so it cannot be one of \`extensions\` — write it beside \`extensions\`, or give it another name.`,
          data: { key },
        });
      }
    };
    check(template.extensions, 'template');
    for (const [index, { extensions }] of template.tasks.entries()) {
      check(extensions, 'task', 'tasks', index);
    }
  },
});
