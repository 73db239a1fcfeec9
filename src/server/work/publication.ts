/**
 * What the workspace reads of the build that is served: workflows, settings of the portal, words of
 * steps. Read anew once another build stands in its place.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import { DATA_FILES, templateFile } from '../../../schemas/addresses.ts';
import { templateIndex, workflowTemplate } from '../../../schemas/workflow-template.ts';
import type { Publication, Published } from '../../workspace/published.ts';
import { openStepWords } from './step-words.ts';

/** `dist` is the folder of the build. */
export function openPublication(dist: string): Publication {
  let current: { readonly identity: string; readonly published: Promise<Published> } | undefined;
  return async () => {
    const identity = await identityOf(dist);
    // Undefined for a moment while a build is swapped in: the last one is still the one served.
    if (current === undefined || (identity !== undefined && identity !== current.identity)) {
      current = { identity: identity ?? '', published: readWhole(dist, current?.published) };
    }
    return current.published;
  };
}

/** Reads until nothing was swapped in meanwhile; what cannot be read leaves the one before. */
async function readWhole(dist: string, before: Promise<Published> | undefined): Promise<Published> {
  for (let triesLeft = 50; ; triesLeft--) {
    const identity = await identityOf(dist);
    try {
      const published = await readBuild(dist);
      if (triesLeft === 0 || identity === (await identityOf(dist))) return published;
    } catch (error) {
      if (triesLeft === 0 && before !== undefined) return before;
      if (triesLeft === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await setTimeout(20);
  }
}

/** A folder without data of its own, such as pages alone, has no workflows. */
async function readBuild(dist: string): Promise<Published> {
  const json = async (path: string) => JSON.parse(await readFile(join(dist, path), 'utf8'));
  const orAbsent = (error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  };
  const found = await json(DATA_FILES.templateIndex).catch(orAbsent);
  const index = found ? templateIndex.parse(found).templates : [];
  const templates = await Promise.all(
    index.map(async ({ type }) => workflowTemplate.parse(await json(templateFile(type)))),
  );
  const portal = portalFile.parse((await json(DATA_FILES.portal).catch(orAbsent)) ?? {});
  const home = portal.home ?? (templates.length > 0 ? 'work' : 'docs');
  return { ...portal, templates, home, stepsOf: openStepWords(dist) };
}

const portalFile = z.object({
  title: z.string().default('Opsbook'),
  timeZone: z.string().default('UTC'),
  home: z.enum(['work', 'docs']).optional(),
});

/** Changes whenever another build stands at `dist`; undefined when none does. */
async function identityOf(dist: string): Promise<string | undefined> {
  const absent = () => undefined;
  const found =
    (await stat(join(dist, 'build.json')).catch(absent)) ?? (await stat(dist).catch(absent));
  return found && `${found.ino}:${found.mtimeMs}`;
}
