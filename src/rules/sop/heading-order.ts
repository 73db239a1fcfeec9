import { DOC_TYPE_METADATA, PROCEDURE_SECTIONS } from '../../../schemas/doc-types.ts';
import type { Heading } from '../../documents/body.ts';
import { repeatedSections } from '../../documents/repeated-sections.ts';
import { EXAMPLE_SOP, exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

const others = { 'flow.md': exampleDocument('task-template.flow') };

export const headingOrder = defineRule({
  code: 'sop/heading-order',
  severity: 'warning',
  summary: 'The sections of a procedure come in their order, and no level is skipped.',
  rationale: 'Readers and screen readers find their way by an outline that is always the same.',
  examples: {
    bad: {
      ...others,
      'sop.md': EXAMPLE_SOP.replace('## Validation', '## Swap')
        .replace('## Troubleshooting', '## Validation')
        .replace('## Swap', '## Troubleshooting'),
    },
    good: { ...others, 'sop.md': EXAMPLE_SOP },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!document.strict || !DOC_TYPE_METADATA[document.docType].hasSteps) continue;
      const repeated = new Set(repeatedSections(document.body).map(({ heading }) => heading));
      const headings = document.body.headings.map((heading) =>
        // What is there twice is a finding of its own, and its place none.
        repeated.has(heading) ? { ...heading, text: '' } : heading,
      );
      for (const { heading, message } of findDisorder(headings)) {
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...heading }),
          message,
          data: { heading: heading.text },
        });
      }
    }
  },
});

function* findDisorder(
  headings: readonly Heading[],
): Generator<{ heading: Heading; message: string }> {
  let depth = 1;
  let furthest = -1;
  for (const heading of headings) {
    if (heading.depth > depth + 1) {
      const expected = '#'.repeat(depth + 1);
      yield {
        heading,
        message: `“${heading.text}” is a heading of level ${heading.depth} below one of level ${depth} — begin it with \`${expected}\`.`,
      };
    }
    depth = heading.depth;
    const place =
      heading.depth === 2 ? (PROCEDURE_SECTIONS as readonly string[]).indexOf(heading.text) : -1;
    if (place !== -1 && place < furthest) {
      yield {
        heading,
        message: `\`## ${heading.text}\` comes after \`## ${PROCEDURE_SECTIONS[furthest]}\` — move it before that section.`,
      };
    }
    furthest = Math.max(furthest, place);
  }
}
