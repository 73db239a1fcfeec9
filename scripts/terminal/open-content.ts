/** Opens the content folder of a command, and says so where that takes a while. */
import { type OpenOptions, openProject, type Project } from '../../src/project/open-project.ts';
import { showDoing } from './progress.ts';
import type { CommandContext } from './terminal.ts';

export interface OpenContentOptions extends Pick<OpenOptions, 'mayBeEmpty'> {
  /** What is done with the documents; without it they are read. */
  readonly doing?: string;
}

/** @throws UserError when there is nothing to work on, or the configuration is wrong. */
export function openContent(
  content: string,
  context: CommandContext,
  { doing = 'Reading', ...options }: OpenContentOptions = {},
): Project {
  const { cwd, nameFolder } = context;
  const project = openProject(content, { cwd, nameFolder, ...options });
  showDoing(doing, project.sources.files.length, context);
  return project;
}
