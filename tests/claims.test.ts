/** What comments claim to be the only place, held against the code. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeOf, importsOf, product } from './support/source-tree.ts';

/** What files of the product keep to themselves, as their comments say. */
const SOLE_IMPORTERS: readonly (readonly [specifier: RegExp, files: readonly string[]])[] = [
  [/^node:child_process$/, ['scripts/terminal/start-program.ts', 'src/source/git.ts']],
  [/^satteri$/, ['src/documents/body.ts']],
  [/^(?:gray-matter|yaml)$/, ['src/documents/frontmatter.ts']],
  [/^croner$/, ['src/workflow/schedule/cron.ts']],
];

/** What only some files of the product do, below a folder; their comments say so. */
const SOLE_USES: readonly (readonly [
  what: string,
  pattern: RegExp,
  below: RegExp,
  files: readonly string[],
])[] = [
  [
    'list a content root',
    /\breaddirSync\(/,
    /^src\/(?:source|documents|registry|workflow|search|rules|portal|project)\//,
    ['src/source/read-sources.ts'],
  ],
  [
    'make a registry',
    /\bnew Registry\(/,
    /./,
    ['src/registry/affected-files.ts', 'src/registry/load-registry.ts'],
  ],
  [
    'run rules',
    /\brunRules\(/,
    /^(?:src|scripts)\//,
    ['src/rules/check-sources.ts', 'src/rules/engine/run-rules.ts'],
  ],
  [
    'spell where the configuration lies',
    /opsbook\.config\.json/,
    /^(?:src|scripts|schemas\/\w+\.ts)/,
    ['schemas/config.ts'],
  ],
  // Hono would keep the headers of the one before, its length and its encoding among them.
  ['replace a response', /\bc\.res\s*=(?!=)/, /^src\/server\//, []],
  ['read the environment in the server', /\bprocess\.env\b/, /^src\/server\//, []],
  [
    'know the process that runs a command',
    /\b(?:process|console)\./,
    /^scripts\//,
    ['scripts/opsbook.ts'],
  ],
  [
    'read JSON that people may have damaged',
    /\bJSON\.parse\(/,
    /^src\/project\//,
    ['src/project/json-file.ts'],
  ],
  [
    'name the keys of a review',
    /\breview(?:_every|ed_at)\b/,
    /^src\/(?:registry|rules|portal|site\/models)\//,
    [
      'src/portal/artifacts/registry-json.ts',
      'src/registry/review.ts',
      'src/rules/lifecycle/review-overdue.ts',
    ],
  ],
  [
    'ask another system',
    /(?<![.\w])fetch\(/,
    /^src\/server\//,
    [
      // A script of a page, which asks its own server.
      'src/server/http/passkey.js',
      'src/server/identity/oidc.ts',
      'src/server/work/blobs/s3-requests.ts',
    ],
  ],
  ['make code of text', /\beval\(|\bnew Function\b|node:vm\b/, /./, []],
  ['hand a command line to a shell', /(?<!\.)\bexecS?y?n?c?\(|\bshell:/, /./, []],
  [
    'hand text to the database as a statement',
    /\bsql\.raw\(/,
    /^(?:src|scripts)\//,
    ['src/server/database/snapshot.ts'],
  ],
  [
    'leave something to a chance that can be guessed',
    /\bMath\.random\(/,
    /./,
    [
      'src/build/output-lock.ts',
      'src/server/work/blobs/s3-requests.ts',
      'src/server/work/ticker.ts',
    ],
  ],
  [
    'make markup of text in a browser',
    /\b(?:innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment)\b|\bdocument\.write/,
    /./,
    ['src/site/client/dialog.ts'],
  ],
  [
    'listen to messages',
    /addEventListener\(\s*'message'|\bonmessage\b/,
    /^src\/site\//,
    ['src/site/client/search/search-client.ts', 'src/site/client/search/search-worker.ts'],
  ],
  ['hash by another function than SHA-256', /createH(?:ash|mac)\((?!'sha256')/, /./, []],
  [
    'encrypt or sign on their own',
    /\bcreate(?:Cipher|Decipher|Sign)|\bsubtle\b/,
    /./,
    ['src/server/identity/sealing.ts'],
  ],
  [
    'trust a certificate that is not proved',
    /rejectUnauthorized(?!: true)|NODE_TLS_REJECT/,
    /./,
    [],
  ],
  ['open sockets beside HTTP', /\bWebSocket\b|node:dgram|node:tls\b/, /./, []],
  [
    'ask the registry about a document in the markup',
    /\.(?:links|references|backlinks|taskUses|findStep)\(/,
    /^src\/site\/(?:components|layouts|pages)\//,
    [],
  ],
];

/** Paths and fragments of a portal, as code would spell them; the server knows its own. */
const ADDRESS =
  /["'`=}](?:\/?(?:all|api|docs|domains|graph|health|images|llms|owners|rules|search|systems|tags|work|workflows)\/(?!\w+\.ts)|llms\.txt|_redirects|#?(?:step|task|phase)-(?:\$\{|["'`])|(?:workflow-(?:tasks|done|dependencies|timeline)|#(?:plan|findings|reviews))\b)/;
const ADDRESSES = 'schemas/addresses.ts';
const KNOW_OTHER_ADDRESSES = ['src/server/', 'src/leak-check/'];

test.each(SOLE_IMPORTERS)('%s is imported by %s alone', (pattern, owners) => {
  const importers = product.filter((file) =>
    importsOf(file).some(({ specifier }) => pattern.test(specifier)),
  );
  expect(importers.sort()).toEqual(owners);
});

test.each(SOLE_USES)('no other files %s', (_what, pattern, below, expected) => {
  const found = product.filter((file) => below.test(file) && pattern.test(codeOf(file)));
  expect(found.sort()).toEqual(expected);
});

test('addresses are spelled in one file', () => {
  const spells = (file: string) =>
    codeOf(file)
      .split('\n')
      .filter((line) => ADDRESS.test(line))
      .map((line) => `${file}: ${line.trim()}`);
  const wrong = product
    .filter((file) => !KNOW_OTHER_ADDRESSES.some((folder) => file.startsWith(folder)))
    .filter((file) => file !== ADDRESSES)
    .flatMap(spells);
  expect(wrong).toEqual([]);
  expect(spells(ADDRESSES).length).toBeGreaterThan(10);
});

test('test files leave nothing behind for those that share their process', () => {
  const wrong = readdirSync('tests', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('deep'))
    .filter((file) => SHARED_STATE.test(codeOf(`tests/${file}`)))
    .map((file) => file.replaceAll('\\', '/'));
  // Which put back what they change.
  expect(wrong.sort()).toEqual(['server/identity/identity-provider.ts', 'source/git.test.ts']);
});

const SHARED_STATE =
  /\bvi\.(?:mock|doMock|stub|spyOn|useFakeTimers)|\bprocess\.(?:chdir|umask)\(|\bprocess\.env\.?\S* = |\bprocess\.on\(/;
