import { groupSlug, groupUrl } from '../../../schemas/addresses.ts';
import type { Address } from '../../documents/problem.ts';
import type { Document, Registry } from '../../registry/registry.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const systemTwin = defineRule({
  code: 'identity/system-twin',
  severity: 'warning',
  summary: 'Two systems do not share the address of one page.',
  rationale: 'Their page would list what belongs to either as if they were one.',
  examples: {
    bad: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'systems: [random.org]\n'),
      'b.md': exampleDocument('doc.b', 'Text.\n', 'systems: [random-org]\n'),
    },
    good: {
      'a.md': exampleDocument('doc.a', 'Text.\n', 'systems: [random.org]\n'),
      'b.md': exampleDocument('doc.b', 'Text.\n', 'systems: [random.org]\n'),
    },
  },
  check({ registry }, report) {
    const owners = new Map<string, SystemUse>();
    const reported = new Set<string>();
    for (const use of systemUses(registry)) {
      const slug = groupSlug(use.name);
      const owner = owners.get(slug) ?? use;
      owners.set(slug, owner);
      if (owner.name === use.name || reported.has(use.name)) continue;
      reported.add(use.name);
      report({
        file: use.document.path,
        range: use.document.rangeOf(use.at),
        message: `The systems \`${use.name}\` and \`${owner.name}\` share the page \`${groupUrl('systems', slug)}\` — write one name for both, or names that differ in letters or digits.`,
        data: { system: use.name, twin: owner.name },
        related: [
          {
            message: `names \`${owner.name}\``,
            file: owner.document.path,
            range: owner.document.rangeOf(owner.at),
          },
        ],
        suggestion: owner.name,
      });
    }
  },
});

interface SystemUse {
  readonly name: string;
  readonly document: Document;
  readonly at: Address;
}

function* systemUses({ documents }: Registry): Generator<SystemUse> {
  for (const document of documents) {
    const { systems, template } = document.frontmatter;
    const lists = [
      { names: systems, path: ['systems'] },
      ...(template?.tasks ?? []).map((task, index) => ({
        names: task.systems,
        path: ['template', 'tasks', index, 'systems'],
      })),
    ];
    for (const { names = [], path } of lists) {
      for (const [place, name] of names.entries()) {
        yield { name, document, at: { in: 'frontmatter', path: [...path, place] } };
      }
    }
  }
}
