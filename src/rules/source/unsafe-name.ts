import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

export const unsafeName = defineRule({
  code: 'source/unsafe-name',
  severity: 'error',
  blocksBuild: 'always',
  summary: 'Names of files and folders can stand in an address and on a line.',
  rationale:
    'A line break in a name falsifies every list that holds it, and `%2e%2e` as the name of a domain is read as the folder above.',
  examples: {
    bad: { '%2e%2e/a.md': exampleDocument('doc.a') },
    good: { 'guides/100%.md': exampleDocument('doc.a') },
  },
  check({ registry, sourceProblems }, report) {
    const documents = [...registry.documents, ...registry.unreadable].map(({ path }) => path);
    const others = [...registry.assets.keys(), ...sourceProblems.map(({ path }) => path)];
    for (const path of new Set([...documents, ...others])) {
      const control = /\p{Cc}/u.exec(path)?.[0];
      if (control !== undefined) {
        const found = `U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
        report({
          file: path,
          message: `The name of this file, or of a folder above it, holds a control character (${found}) — rename it.`,
          data: { found },
        });
      }
    }
    // Of folders, only those of domains are part of an address.
    for (const path of documents) {
      const [domain = '', ...rest] = path.split('/');
      if (rest.length === 0 || !domain.includes('%')) continue;
      report({
        file: path,
        message: `The folder \`${domain}\` names a domain, and \`%\` in an address stands for another character — rename it.`,
        data: { domain },
      });
    }
  },
});
