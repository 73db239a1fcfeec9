/** A build as a whole: the verdict, then data and pages in one folder, put in place when it is whole. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { isDataFile } from '../../schemas/addresses.ts';
import type { Diagnostic } from '../../schemas/diagnostic.ts';
import { artifactsBesideSearch } from '../portal/artifacts/artifacts.ts';
import { compilePortal, isBlocking, type Portal } from '../portal/compile-portal.ts';
import { isRenderedAsMdx } from '../portal/html/mdx-documents.ts';
import type { BuildInputs } from './build-inputs.ts';
import { formatRecord, recordInputs } from './build-record.ts';
import { buildSite, type SitePlaces } from './build-site.ts';
import { BUILD_RECORD, claimOutput, type OnNotice } from './output-folder.ts';
import { precompress } from './precompress.ts';
import { startPublishing } from './publish-artifacts.ts';

export interface BuildOptions {
  /** Output folder; absolute. */
  readonly out: string;
  /** `YYYY-MM-DD`; only the report depends on it. */
  readonly today: string;
  /** Publish `api/` alone, without pages. */
  readonly dataOnly?: boolean;
  /** Called once the verdict is in and building begins. */
  readonly onStart?: (documents: number) => void;
  /** Called with a sentence about what a killed build left. */
  readonly onNotice?: OnNotice;
}

export interface BuildResult {
  readonly documents: number;
  /** Findings that keep the portal from being published; the last good output then stays. */
  readonly blocking: readonly Diagnostic[];
}

/** @throws UserError when `out` is not a place to build into, or another build is at it. */
export async function buildPortal(
  inputs: BuildInputs,
  options: BuildOptions,
): Promise<BuildResult> {
  const { out, today, dataOnly = false, onStart, onNotice = () => {} } = options;
  const { root, cache } = inputs;
  const output = claimOutput(out, root, onNotice);
  try {
    const portal = compilePortal({ ...inputs, today });
    const documents = portal.registry.documents.length;
    const blocking = portal.diagnostics.filter((diagnostic) => isBlocking(portal, diagnostic));
    if (blocking.length > 0) return { documents, blocking };
    onStart?.(documents);
    const record = formatRecord(recordInputs(inputs));
    await publish(portal, { root, cache, out: output.next, dataOnly });
    writeFileSync(join(output.next, BUILD_RECORD), record);
    output.swap();
    return { documents, blocking };
  } finally {
    output.release();
  }
}

/** All parts at once: each of them waits for others than this thread at some time. */
async function publish(
  portal: Portal,
  { root, cache, out, dataOnly }: SitePlaces & { readonly dataOnly: boolean },
): Promise<void> {
  const publisher = startPublishing(portal, out);
  try {
    const artifacts = artifactsBesideSearch(portal, basename(root));
    if (dataOnly) {
      await publisher.finish(artifacts.filter(({ path }) => isDataFile(path)));
      return;
    }
    await Promise.all([
      publisher.finish(artifacts),
      buildSite(portal, { root, cache, out }),
      renderAhead(portal),
    ]);
  } finally {
    await publisher.stop();
  }
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
