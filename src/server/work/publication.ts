/**
 * What the workspace reads of the build that is served: workflows, settings of the portal, words of
 * steps. Read anew once another build stands in its place; one that cannot be read is told, and the
 * last one stays.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { templateIndex, workflowTemplate } from '../../../schemas/workflow-template.ts';
import type { Publication, Published } from '../../workspace/published.ts';
import { openStepWords } from './step-words.ts';

/** `dist` is the folder of the build. */
export function openPublication(dist: string): Publication {
  let identity: string | undefined;
  let current: Promise<Published> | undefined;
  return async () => {
    const latest = await identityOf(dist);
    // Undefined for a moment while a build is swapped in.
    if (current === undefined || (latest !== undefined && latest !== identity)) {
      identity = latest;
      const before = current;
      current = readBuild(dist).catch((error: unknown) => {
        identity = undefined;
        current = before;
        if (before === undefined) throw error;
        return before;
      });
    }
    return current;
  };
}

async function readBuild(dist: string): Promise<Published> {
  const json = async (path: string) => JSON.parse(await readFile(join(dist, path), 'utf8'));
  const index = templateIndex.parse(await json('api/templates/index.json'));
  const templates = await Promise.all(
    index.templates.map(async ({ file }) =>
      workflowTemplate.parse(await json(`api/templates/${file}`)),
    ),
  );
  const portal = portalFile.parse(
    await json('api/portal.json').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return {};
      throw error;
    }),
  );
  const home = portal.home ?? (templates.length > 0 ? 'work' : 'docs');
  return { ...portal, templates, home, stepsOf: openStepWords(dist) };
}

const portalFile = z.object({
  title: z.string().default('Opsbook'),
  timeZone: z.string().default('UTC'),
  home: z.enum(['work', 'docs']).optional(),
});

async function identityOf(dist: string): Promise<string | undefined> {
  const found = await stat(join(dist, 'build.json')).catch(() => undefined);
  return found && `${found.ino}:${found.mtimeMs}`;
}
