/** Sections of a procedure that are there already: only the first of a name is read. */
import { PROCEDURE_SECTIONS } from '../../schemas/doc-types.ts';
import type { Body, Heading } from './body.ts';

export interface RepeatedSection {
  readonly heading: Heading;
  readonly first: Heading;
  /** Offset in the file at which the section ends. */
  readonly end: number;
}

export function repeatedSections({ headings }: Body): RepeatedSection[] {
  const sections = headings.filter(({ depth }) => depth <= 2);
  return sections.flatMap((heading, index) => {
    if (heading.depth !== 2 || !isProcedureSection(heading.text)) return [];
    const first = sections.find(({ depth, text }) => depth === 2 && text === heading.text);
    if (!first || first === heading) return [];
    return [{ heading, first, end: sections[index + 1]?.start ?? Number.POSITIVE_INFINITY }];
  });
}

function isProcedureSection(title: string): boolean {
  return (PROCEDURE_SECTIONS as readonly string[]).includes(title);
}
