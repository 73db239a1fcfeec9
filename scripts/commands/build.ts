/** `opsbook build`: the verdict, then the data and pages of a portal in one folder. */
import { writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { Command } from 'commander';
import { formatRecord, recordInputs } from '../../src/build/build-record.ts';
import { buildSite } from '../../src/build/build-site.ts';
import { BUILD_RECORD, prepareOutput, swapOutput } from '../../src/build/output-folder.ts';
import { precompress } from '../../src/build/precompress.ts';
import { startPublishing } from '../../src/build/publish-artifacts.ts';
import { writeArtifacts } from '../../src/build/write-artifacts.ts';
import { createReport } from '../../src/diagnostics/report.ts';
import { dataArtifacts, imageArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { compilePortal, isBlocking, type Portal } from '../../src/portal/compile-portal.ts';
import { readLedger } from '../../src/project/ledger-file.ts';
import { openProject } from '../../src/project/open-project.ts';
import { isRenderedAsMdx } from '../../src/site/integration/mdx-documents.ts';
import { readHistory } from '../../src/source/history.ts';
import { todayOption } from '../terminal/day-option.ts';
import { printPretty } from '../terminal/print-pretty.ts';

export interface BuildOptions {
  readonly content: string;
  readonly out: string;
  /** `YYYY-MM-DD`; only the report depends on it. */
  readonly today: string;
  /** Publish `api/` alone, without pages. */
  readonly dataOnly?: boolean | undefined;
}

export const buildCommand = new Command('build')
  .description('build data and pages of the portal')
  .option('--content <dir>', 'content folder', 'content')
  .option('--out <dir>', 'output folder', 'dist')
  .option('--data', 'only the data below api/')
  .addOption(todayOption())
  .action(async ({ data, ...options }: BuildOptions & { readonly data?: true }) => {
    process.exitCode = await buildPortal({ ...options, dataOnly: data });
  });

/**
 * Builds, and answers the exit code: 0, or 1 when errors in the content keep the portal from
 * being published; then the last good output stays as it is.
 *
 * @throws CommandError when there is nothing to build, or `out` is not a place to build into.
 */
export async function buildPortal(options: BuildOptions): Promise<number> {
  const started = performance.now();
  const project = openProject(options.content);
  const out = resolve(options.out);
  const next = prepareOutput(out, project.root);
  const portal = compilePortal({
    ...project,
    today: options.today,
    ledger: readLedger(project.root),
    history: readHistory(project.root),
  });
  const documents = portal.registry.documents.length;
  const blocking = portal.diagnostics.filter((diagnostic) => isBlocking(portal, diagnostic));
  if (blocking.length > 0) {
    printPretty(createReport(project.content, documents, blocking), project, process.stderr);
    process.stderr.write('Nothing was built: these errors would send readers to nothing.\n');
    return 1;
  }
  progress(`Building ${documents} documents …`);
  await publish(portal, project.root, next, options.dataOnly ?? false);
  writeFileSync(join(next, BUILD_RECORD), formatRecord(recordInputs(project)));
  swapOutput(out);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  progress(`Built ${documents} documents into ${options.out} in ${seconds} s.`);
  return 0;
}

/** All parts at once: each of them waits for others than this thread at some time. */
async function publish(
  portal: Portal,
  root: string,
  out: string,
  dataOnly: boolean,
): Promise<void> {
  const publisher = startPublishing(portal, out);
  const data = () => dataArtifacts(portal, basename(root));
  if (dataOnly) {
    await publisher.finish(data().filter(({ path }) => path.startsWith('api/')));
    return;
  }
  try {
    await Promise.all([
      publisher.done,
      buildSite(portal, root, out),
      renderAhead(portal).then(() => publisher.finish(data())),
    ]);
  } finally {
    await publisher.stop();
  }
  // Only now is it known which images pages show.
  writeArtifacts(out, imageArtifacts(portal));
  await precompress(join(out, '_astro'));
}

/** Renders the documents while the site is bundled, which leaves this thread idle half of the time. */
async function renderAhead(portal: Portal): Promise<void> {
  for (const document of portal.registry.documents) {
    if (isRenderedAsMdx(document)) continue;
    portal.html(document);
    await setImmediate();
  }
}

function progress(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`${line}\n`);
}
