import { type GoneName, LEDGER_PATH, namesGone } from '../../registry/ledger-names.ts';
import type { Registry } from '../../registry/registry.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule, type Finding } from '../engine/rule.ts';

const entry = (id: string) =>
  `{"version":1,"documents":{"${id}":{"aliases":[],"steps":[]}},"templates":{},"retired":{}}\n`;

export const gone = defineRule({
  code: 'identity/gone',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'What was published under a name can still be found under it.',
  rationale: 'Links, bookmarks and runs out there keep the old name for years.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.b'), [LEDGER_PATH]: entry('doc.a') },
    good: {
      'a.md': exampleDocument('doc.b', 'Text.\n', 'aliases: [doc.a]\n'),
      [LEDGER_PATH]: entry('doc.a'),
    },
  },
  check({ registry, ledger }, report) {
    if (!ledger) return;
    for (const name of namesGone(ledger, registry)) {
      report({ ...placeOf(name, registry), ...wordsFor(name), data: { ...name } });
    }
  },
});

/** The document that lost the name; the ledger when nothing is left of it. */
function placeOf(name: GoneName, registry: Registry): Pick<Finding, 'file' | 'range'> {
  const owner = 'document' in name ? registry.get(name.document) : undefined;
  if (!owner) return { file: LEDGER_PATH };
  const path = name.kind === 'task' ? ['template', 'tasks'] : ['id'];
  const part = name.kind === 'task' ? ('key' as const) : undefined;
  return {
    file: owner.path,
    range: owner.rangeOf({ in: 'frontmatter', path, ...(part && { part }) }),
  };
}

function wordsFor(name: GoneName): Pick<Finding, 'message'> {
  const retire = `or retire it with \`opsbook lock --retire ${name.key}\``;
  switch (name.kind) {
    case 'id':
      return {
        message: `The published id \`${name.key}\` is no document’s any more — add it to the \`aliases\` of the document that took its place, ${retire}.`,
      };
    case 'alias':
      return {
        message: `The published alias \`${name.alias}\` of \`${name.document}\` leads nowhere any more — put it back under \`aliases\`, ${retire}.`,
      };
    case 'step':
      return {
        message: `The published step \`${name.step}\` of \`${name.document}\` is gone — give the step its name back, ${retire}.`,
      };
    case 'template':
      return {
        message: `The published workflow type \`${name.type}\` is gone — give the workflow its type back, ${retire}.`,
      };
    case 'task':
      return {
        message: `The published task \`${name.task}\` of the workflow \`${name.type}\` is gone — give the task its \`refId\` back, ${retire}.`,
      };
  }
}
