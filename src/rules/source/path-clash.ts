import { foldName } from '../../registry/urls.ts';
import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const pathClash = defineRule({
  code: 'source/path-clash',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'File names differ in more than case or Unicode form.',
  rationale: 'On macOS and Windows a checkout keeps only one of the two files, without a word.',
  examples: {
    bad: { 'guide.md': exampleDocument('doc.a'), 'Guide.md': exampleDocument('doc.b') },
    good: { 'guide.md': exampleDocument('doc.a'), 'guide-2.md': exampleDocument('doc.b') },
  },
  check({ registry, sourceProblems }, report) {
    const paths = new Set([
      ...registry.documents.map(({ path }) => path),
      ...registry.unreadable.map(({ path }) => path),
      ...registry.assets.keys(),
      ...sourceProblems.map(({ path }) => path),
    ]);
    const owners = new Map<string, string>();
    for (const path of [...paths].sort()) {
      const owner = owners.get(foldName(path));
      if (owner === undefined) owners.set(foldName(path), path);
      else {
        report({
          file: path,
          message: `\`${path}\` and \`${owner}\` are one file where case and Unicode form do not count — rename one of them.`,
          data: { path, owner },
          related: [{ message: 'has the same name there', file: owner }],
        });
      }
    }
  },
});
