import { exampleDocument } from '../engine/example-files.ts';
import { defineRule } from '../engine/rule.ts';

/** Tokens with a form of their own, as their issuers document them. */
const SECRETS: readonly (readonly [name: string, form: RegExp])[] = [
  ['an AWS access key', /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g],
  ['a GitHub token', /\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{60,})\b/g],
  ['a GitLab token', /\bglpat-[\w-]{20,}/g],
  ['a Slack token', /\bxox[abprs]-\d{8,}-[\w-]{10,}/g],
  ['a Slack webhook', /https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,}/g],
  ['a Google API key', /\bAIza[\w-]{35}(?![\w-])/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{20,}\b/g],
  ['an npm token', /\bnpm_[A-Za-z0-9]{36}\b/g],
  ['a SendGrid key', /\bSG\.[\w-]{22}\.[\w-]{43}(?![\w-])/g],
  ['an OpenAI or Anthropic key', /\bsk-(?:proj-|ant-)[\w-]{32,}/g],
  ['a private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/=\s]{64,}/g],
];

/** A part of every form, so that texts without any are passed over at once. */
const MARKS =
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox|hooks\.slack|AIza|k_live_|npm_|SG\.|sk-|PRIVATE KEY/;

/** Samples in manuals repeat a letter, count, or say what they are. */
const SAMPLE = /example|sample|dummy|your|x{4,}|(.)\1{5,}|12345678|abcdefgh/i;

const sample = ['ghp', '9fK2mQ7xLr4TzB1vWc8NdY5hJs3GpA6eUo0R'].join('_');

export const secret = defineRule({
  code: 'content/secret',
  severity: 'error',
  summary: 'Documents hold no passwords or tokens.',
  rationale: 'Everybody with access to the portal or its repository could act with them.',
  examples: {
    bad: { 'a.md': exampleDocument('doc.a', `Sign in with \`${sample}\`.\n`) },
    good: { 'a.md': exampleDocument('doc.a', 'Sign in with the token from the vault.\n') },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      if (!MARKS.test(document.source.text)) continue;
      for (const [name, form] of SECRETS) {
        for (const match of document.source.text.matchAll(form)) {
          if (SAMPLE.test(match[0])) continue;
          const start = match.index;
          const end = start + (match[0].split(/\r|\n/)[0]?.length ?? 0);
          report({
            file: document.path,
            range: document.rangeOf({ in: 'text', start, end }),
            // The token itself must not travel on into reports and logs.
            message: `This looks like ${name} — have it revoked, and write where to get one instead.`,
            data: { kind: name },
          });
        }
      }
    }
  },
});
