/** What to say where a content folder is none: what was found instead, and what to do about it. */
import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../diagnostics/suggest.ts';
import { count, didYouMean } from '../diagnostics/wording.ts';
import { countDocuments, USUAL_FOLDERS } from '../source/find-content.ts';
import { listFolders } from '../source/read-sources.ts';

export interface Place {
  /** Absolute. */
  readonly cwd: string;
  /** What a person types to name another folder, such as `opsbook validate docs`. */
  readonly nameFolder: (folder: string) => string;
}

/** A sentence about a folder that is not there, or is a file. */
export function describeMissing(content: string, place: Place): string {
  const path = resolve(place.cwd, content);
  if (existsSync(path)) {
    const example = /\.mdx?$/i.test(path) ? dirname(content) : usualFolder(place).example;
    return `\`${content}\` is a file — ${nameOne(example, place)}.`;
  }
  const missing = `There is no content folder \`${content}\``;
  const near = nearest(basename(path), listFolders(dirname(path)));
  if (near !== undefined && countDocuments(join(dirname(path), near)) > 0) {
    return `${missing}.${didYouMean(join(dirname(content), near))}`;
  }
  return `${missing}${adviceFor(place)}.`;
}

/** A sentence about a folder without a document. */
export function describeEmpty(content: string, place: Place): string {
  return `\`${content}\` holds no Markdown documents${adviceFor(place)}.`;
}

/** Which of the usual folders is meant is said, and never assumed. */
function adviceFor(place: Place): string {
  const { only, example } = usualFolder(place);
  if (only) {
    const holds = `\`${only.name}/\` has ${count(only.documents, 'Markdown file')}`;
    return `, but ${holds} — run \`${place.nameFolder(only.name)}\``;
  }
  return ` — ${nameOne(example, place)}, or begin one with \`opsbook init\``;
}

function nameOne(example: string, { nameFolder }: Place): string {
  return `name the folder that your Markdown is in, such as \`${nameFolder(example)}\``;
}

function usualFolder({ cwd }: Place) {
  const found = USUAL_FOLDERS.flatMap((name) => {
    const documents = countDocuments(join(cwd, name));
    return documents === 0 ? [] : [{ name, documents }];
  });
  return { only: found.length === 1 ? found[0] : undefined, example: found[0]?.name ?? 'docs' };
}
