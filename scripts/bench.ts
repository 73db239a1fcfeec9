/**
 * `npm run bench -- --corpus DIR`: wall time and peak memory of validate and build, each in
 * a process of its own, against only parsing the same files in the same run; and of compiling
 * and planning many workflows, which no corpus has.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSources } from '../src/source/read-sources.ts';

const RUNS = 3;
const OPSBOOK = join(import.meta.dirname, 'opsbook.ts');
/** The reference: the same files read and parsed by the same parser, and nothing else. */
const PARSE_ONLY = join(import.meta.dirname, 'bench-parse.ts');
const WORKFLOWS = join(import.meta.dirname, 'bench-workflow.ts');
const REPORT_PEAK = join(import.meta.dirname, 'bench-peak.ts');

interface Measure {
  readonly seconds: number;
  readonly megabytes: number;
}

const { values } = parseArgs({ options: { corpus: { type: 'string', default: 'content' } } });
const { corpus } = values;
const { files } = readSources(corpus);
const bytes = files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
const scratch = mkdtempSync(join(tmpdir(), 'opsbook-bench-'));
const out = join(scratch, 'dist');
try {
  const parse = measure(PARSE_ONLY, corpus);
  const validate = measure(OPSBOOK, 'validate', '--content', corpus, '--format', 'json');
  const build = measure(OPSBOOK, 'build', '--content', corpus, '--out', out);
  const workflows = measure(WORKFLOWS);
  const pages = readdirSync(out, { recursive: true }).filter((name) =>
    `${name}`.endsWith('.html'),
  ).length;
  console.log(`${files.length} documents, ${(bytes / 1e6).toFixed(1)} MB, best of ${RUNS} runs`);
  console.table({
    'parse only': row(parse, parse),
    validate: row(validate, parse),
    build: { ...row(build, parse), 'pages/s': Math.round(pages / build.seconds) },
    'compile and plan 200 × 50': row(workflows),
  });
  console.log(`build output: ${pages} pages, ${(sizeOf(out) / 1e6).toFixed(1)} MB`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function measure(script: string, ...args: string[]): Measure {
  const runs = Array.from({ length: RUNS }, () => measureOnce([script, ...args]));
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

/** Peak memory is the process's own account of its largest resident set, in kB. */
function measureOnce(args: readonly string[]): Measure {
  const started = performance.now();
  const { stderr, status, error } = spawnSync(
    process.execPath,
    ['--import', REPORT_PEAK, ...args],
    {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  const peak = /opsbook-peak-kb (\d+)/.exec(stderr ?? '')?.[1];
  if (error || peak === undefined || status === 2) {
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
