/**
 * `npm run bench [-- --corpus DIR]`: wall time and peak memory of validate and build, each in
 * a process of its own, against only parsing the same files in the same run; how validate grows
 * when the corpus is there five times over; how long a saved change takes to be on the page of
 * the dev server; and compiling and planning of many workflows, which no corpus has.
 */
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { loadRegistry } from '../src/registry/load-registry.ts';
import { readSources } from '../src/source/read-sources.ts';
import type { Sources } from '../src/source/source-file.ts';
import { syntheticCorpus } from '../tests/support/synthetic-corpus.ts';
import { measureDev } from './dev.ts';

const RUNS = 3;
const COPIES = 5;
const SYNTHETIC_DOCUMENTS = 1000;
const OPSBOOK = join(import.meta.dirname, '../bin/opsbook.js');
/** The reference: the same files read and parsed by the same parser, and nothing else. */
const PARSE_ONLY = join(import.meta.dirname, 'parse.ts');
const WORKFLOWS = join(import.meta.dirname, 'workflow.ts');
const REPORT_PEAK = join(import.meta.dirname, 'peak.ts');

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
}

const { values } = parseArgs({ options: { corpus: { type: 'string' } } });
const scratch = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
try {
  const corpus = values.corpus ?? writeSynthetic(join(scratch, 'synthetic'));
  console.log(`${describe(corpus)}, best of ${RUNS} runs`);
  measureCorpus(corpus, join(scratch, 'dist'));
  measureGrowth(corpus);
  await measureWriting(corpus);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measureCorpus(corpus: string, out: string): void {
  const parse = measure(PARSE_ONLY, corpus);
  const validate = measure(OPSBOOK, 'validate', '--content', corpus, '--format', 'json');
  const build = measure(OPSBOOK, 'build', '--content', corpus, '--out', out);
  const pages = readdirSync(out, { recursive: true }).filter((name) =>
    `${name}`.endsWith('.html'),
  ).length;
  console.table({
    'parse only': row(parse, parse),
    validate: row(validate, parse),
    'compile and plan 200 × 50': row(measure(WORKFLOWS)),
    build: { ...row(build, parse), 'pages/s': Math.round(pages / build.seconds) },
  });
  console.log(`build output: ${pages} pages, ${(sizeOf(out) / 1e6).toFixed(1)} MB`);
}

/** The whole corpus and one changed file of it, once and five times over. */
function measureGrowth(corpus: string): void {
  const once = repository('once', corpus, 1);
  const often = repository('often', corpus, COPIES);
  const [one, five] = [validateIn(once), validateIn(often)];
  const [oneChanged, fiveChanged] = [validateIn(once, true), validateIn(often, true)];
  const [oneBuilt, fiveBuilt] = [buildIn(once), buildIn(often)];
  const growth = (small: Measure, large: Measure) => ({
    '× once': Number((large.seconds / small.seconds).toFixed(1)),
  });
  console.table({
    validate: row(one),
    'validate --changed, one file': row(oneChanged),
    [`validate, ${COPIES} copies`]: { ...row(five), ...growth(one, five) },
    [`validate --changed, ${COPIES} copies`]: {
      ...row(fiveChanged),
      ...growth(oneChanged, fiveChanged),
    },
    build: row(oneBuilt),
    [`build, ${COPIES} copies`]: { ...row(fiveBuilt), ...growth(oneBuilt, fiveBuilt) },
  });
}

/** What someone waits for who writes with the dev server beside the editor. */
async function measureWriting(corpus: string): Promise<void> {
  const content = join(scratch, 'writing');
  writeCopy(readSources(corpus), content, 1);
  const { registry } = loadRegistry(readSources(content));
  const document = registry.documents.find(({ path }) => path.endsWith('.md'));
  if (!document) throw new Error(`${corpus} holds no documents.`);
  const { startSeconds, changeSeconds } = await measureDev(content, document.path, document.id);
  console.log(
    `dev: first page after ${startSeconds.toFixed(1)} s, a saved change after ${Math.round(changeSeconds * 1000)} ms`,
  );
}

/** A repository with the corpus in it, committed, and one document changed since. */
function repository(name: string, corpus: string, copies: number): string {
  const folder = join(scratch, name);
  const sources = readSources(corpus);
  for (let copy = 1; copy <= copies; copy++) {
    // The first lies at the root, where the links of all of them that begin with `/` lead.
    writeCopy(sources, join(folder, 'content', copy === 1 ? '' : `copy-${copy}`), copy);
  }
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  const author = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org'];
  git(folder, ...author, 'commit', '--quiet', '--message=Corpus');
  const [first] = readSources(join(folder, 'content')).files;
  if (!first) throw new Error(`${corpus} holds no documents.`);
  appendFileSync(join(folder, 'content', first.path), '\nA new line.\n');
  return folder;
}

/** Further copies have ids and types of their own, and no former names, as that many documents would. */
function writeCopy({ files, assets }: Sources, folder: string, copy: number): void {
  for (const { path, text } of files) {
    write(join(folder, path), copy === 1 ? text : asCopy(text, copy));
  }
  for (const { path, read } of assets.values()) write(join(folder, path), read());
}

function asCopy(text: string, copy: number): string {
  return text
    .replace(/^id: (.*)$/m, `id: $1-copy-${copy}`)
    .replace(/^ {2}type: (.*)$/m, `  type: $1-copy-${copy}`)
    .replace(/^aliases:(?: .*\n|\n(?: *- .*\n)+)/m, '');
}

function write(file: string, content: string | Uint8Array): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function validateIn(folder: string, onlyChanged = false): Measure {
  const changed = onlyChanged ? ['--changed', 'HEAD'] : [];
  return measureIn(folder, OPSBOOK, 'validate', '--format', 'json', ...changed);
}

function buildIn(folder: string): Measure {
  return measureIn(folder, OPSBOOK, 'build');
}

function git(folder: string, ...args: string[]): void {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

function writeSynthetic(folder: string): string {
  for (const [path, text] of Object.entries(syntheticCorpus(SYNTHETIC_DOCUMENTS))) {
    write(join(folder, path), text);
  }
  return folder;
}

function describe(corpus: string): string {
  const { files } = readSources(corpus);
  const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  return `${files.length} documents, ${(bytes / 1e6).toFixed(1)} MB`;
}

function measure(script: string, ...args: string[]): Measure {
  return measureIn(process.cwd(), script, ...args);
}

/** @throws when it could not run, or built nothing. */
function measureIn(cwd: string, script: string, ...args: string[]): Measure {
  const runs = Array.from({ length: RUNS }, () => measureOnce(cwd, [script, ...args]));
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

/** Peak memory is the process's own account of its largest resident set, in kB. */
function measureOnce(cwd: string, args: readonly string[]): Measure {
  const started = performance.now();
  const { stderr, status, error } = spawnSync(
    process.execPath,
    ['--import', REPORT_PEAK, ...args],
    { cwd, encoding: 'utf8', maxBuffer: 1 << 30 },
  );
  const seconds = (performance.now() - started) / 1000;
  const peak = /opsbook-peak-kb (\d+)/.exec(stderr ?? '')?.[1];
  const isUnbuilt = args.includes('build') && status !== 0;
  if (error || peak === undefined || status === 2 || isUnbuilt) {
    throw new Error(`${args.join(' ')} did not run:\n${error ?? stderr}`);
  }
  return { seconds, megabytes: Number(peak) / 1024 };
}

function row({ seconds, megabytes }: Measure, reference?: Measure) {
  return {
    'wall s': Number(seconds.toFixed(2)),
    ...(reference && { '× parse': Number((seconds / reference.seconds).toFixed(1)) }),
    'peak MB': Math.round(megabytes),
  };
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}
