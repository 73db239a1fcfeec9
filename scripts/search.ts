/** `opsbook search`: the portal's full-text search in the terminal. */
import { Command } from 'commander';
import { compilePortal } from '../src/portal/compile-portal.ts';
import { buildSearchIndex } from '../src/search/build-index.ts';
import { openIndex } from '../src/search/query.ts';
import { openProject } from './project.ts';
import { todayOption } from './today.ts';

interface SearchOptions {
  readonly content: string;
  readonly today: string;
}

export const searchCommand = new Command('search')
  .description('search the full text')
  .argument('<query>', 'words to look for')
  .option('--content <dir>', 'content folder', 'content')
  .addOption(todayOption())
  .action((query: string, { content, today }: SearchOptions) => {
    const { sources, config } = openProject(content);
    const { registry, templates } = compilePortal({ sources, config, today });
    const hits = openIndex(buildSearchIndex(registry.documents, templates)).search(query);
    for (const { title, heading, url } of hits) {
      process.stdout.write(`${title}${heading ? ` › ${heading}` : ''}\n  ${url}\n`);
    }
    if (hits.length === 0) process.stderr.write(`Nothing found for “${query}”.\n`);
  });
