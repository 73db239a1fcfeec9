/** The reference of `bench`: reads and parses a content root, and does nothing with it. */
import { markdownToMdast } from 'satteri';
import { readSources } from '../src/source/read-sources.ts';

for (const { text } of readSources(process.argv[2] ?? 'content').files) markdownToMdast(text);
