/** A built portal on disk. */
import { resolve } from 'node:path';
import { readInputs } from '../../src/build/build-inputs.ts';
import { buildPortal } from '../../src/build/build-portal.ts';
import { openProject } from '../../src/project/open-project.ts';
import { TODAY } from './content.ts';

interface BuildOptions {
  readonly content: string;
  readonly out: string;
  readonly dataOnly?: boolean;
}

/** Returns how many findings kept the portal from being built. */
export async function build({ content, out, dataOnly = false }: BuildOptions): Promise<number> {
  const project = openProject(content, { cwd: process.cwd() });
  const options = { out: resolve(out), today: TODAY, dataOnly };
  return (await buildPortal(readInputs(project), options)).blocking.length;
}
