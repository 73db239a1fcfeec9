/**
 * What the steps say that tasks of a template name, taken from the pages of the build: the words
 * alone, as a reader sees them.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5';
import { documentUrl, fileOf } from '../../../schemas/addresses.ts';
import { PAGE_SLOTS, readSlot } from '../../../schemas/page-slots.ts';
import type { Published } from '../../workspace/published.ts';

type Node = DefaultTreeAdapterMap['childNode'];

/** Of the build in `dist`; a page that is not there, or lacks a step, says nothing of it. */
export function openStepWords(dist: string): Published['stepsOf'] {
  const pages = new Map<string, Promise<ReadonlyMap<string, string>>>();
  const stepsOf = (docId: string) => {
    const known = pages.get(docId) ?? readSteps(dist, docId);
    pages.set(docId, known);
    return known;
  };
  return async ({ taskDefinitions }) => {
    const words = new Map<string, string>();
    for (const { instruction } of taskDefinitions) {
      if (instruction?.stepHash === undefined) continue;
      const said = (await stepsOf(instruction.docId)).get(instruction.stepHash);
      if (said !== undefined) words.set(instruction.stepHash, said);
    }
    return Object.fromEntries(words);
  };
}

async function readSteps(dist: string, id: string): Promise<ReadonlyMap<string, string>> {
  const path = join(dist, fileOf(documentUrl({ id })), 'index.html');
  const page = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const body = readSlot(page, PAGE_SLOTS.body) ?? '';
  return new Map(parseFragment(body).childNodes.flatMap(stepsIn));
}

function stepsIn(node: Node): (readonly [hash: string, words: string])[] {
  if (!('attrs' in node)) return [];
  const hash = node.attrs.find(({ name }) => name === 'data-step')?.value;
  const inner = node.childNodes.flatMap(stepsIn);
  return hash === undefined ? inner : [[hash, wordsIn(node)], ...inner];
}

function wordsIn(node: Node): string {
  const text = (each: Node): string => {
    if (each.nodeName === '#text' && 'value' in each) return each.value;
    if (!('childNodes' in each) || isOwnLink(each)) return '';
    return each.childNodes.map(text).join('');
  };
  return text(node)
    .replaceAll(/[ \t]*\n\s*/g, '\n')
    .trim();
}

/** The link of a step to itself, which no author wrote. */
function isOwnLink(node: Node): boolean {
  return (
    'attrs' in node &&
    node.attrs.some(({ name, value }) => name === 'class' && value === 'permalink')
  );
}
