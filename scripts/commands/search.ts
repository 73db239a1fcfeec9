/** `opsbook search`: the portal's full-text search in the terminal. */
import pc from 'picocolors';
import { readTemplates } from '../../src/project/project-templates.ts';
import { createAnalyzer } from '../../src/search/analyze.ts';
import { buildIndexFiles } from '../../src/search/build-index.ts';
import { excerptOf } from '../../src/search/excerpt.ts';
import { holdsPhrase } from '../../src/search/parse-query.ts';
import { openIndexFiles } from '../../src/search/query.ts';
import type { SearchHit } from '../../src/search/record-table.ts';
import { searchDocuments } from '../../src/search/records.ts';
import { openContent } from '../terminal/open-content.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface SearchOptions {
  readonly content: string;
  readonly today: string;
}

const MAX_SHOWN = 10;
/** A phrase is looked for in the texts of this many hits. */
const MAX_READ = 200;

/** Prints what is found, best first. */
export function search(
  query: string,
  { content, today }: SearchOptions,
  context: CommandContext,
): void {
  const { stdout, stderr } = context;
  const project = openContent(content, context);
  const { config } = project;
  const { bold } = pc.createColors(stdout.hasColors ?? false);
  const { registry, templates } = readTemplates(project, today);
  const documents = searchDocuments(registry.documents, templates);
  const texts = new Map(
    documents.flatMap(({ id, records }) =>
      records.map(({ anchor, text }) => [`${id}#${anchor}`, text] as const),
    ),
  );
  const textOf = ({ id, anchor }: SearchHit) => texts.get(`${id}#${anchor}`) ?? '';
  const files = buildIndexFiles(documents, config).map((file) => file.content);
  const { hits, corrections, searched, phrases } = openIndexFiles(files).search(query, {
    limit: MAX_READ,
  });
  for (const { word, instead } of corrections) {
    stderr.write(`Searched “${instead}” for “${word}”.\n`);
  }
  const found = hits.filter((hit) =>
    phrases.every((phrase) => holdsPhrase(`${hit.heading}\n${textOf(hit)}`, phrase)),
  );
  const analyzer = createAnalyzer(config.language);
  for (const hit of found.slice(0, MAX_SHOWN)) {
    const { title, heading, url } = hit;
    const { parts } = excerptOf(textOf(hit), searched, analyzer);
    const excerpt = parts.map(({ text, isMatch }) => (isMatch ? bold(text) : text)).join('');
    stdout.write(`${title}${heading ? ` › ${heading}` : ''}\n  ${url}\n`);
    if (excerpt !== '') stdout.write(`  ${excerpt}\n`);
  }
  if (found.length === 0) stderr.write(`Nothing found for “${query}”.\n`);
}
