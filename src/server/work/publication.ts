/**
 * What the workspace reads of the build that is served: workflows, settings of the portal, words of
 * steps. Read anew once another build stands in its place.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DATA_FILES, templateFile } from '../../../schemas/addresses.ts';
import { templateIndex, workflowTemplate } from '../../../schemas/workflow-template.ts';
import type { Publication, Published } from '../../workspace/published.ts';
import { onceABuild } from './build-cache.ts';
import { openStepWords } from './step-words.ts';

/** `dist` is the folder of the build. */
export function openPublication(dist: string): Publication {
  return onceABuild(dist, () => readBuild(dist));
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
