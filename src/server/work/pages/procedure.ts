/**
 * The whole procedure of a task as the page of its document has it, at the step of the task. The
 * build has rendered it; here its ids get a prefix, so that they are the only ones of their kind, its
 * links lead where they led, texts to fill in are filled from the run, and its steps can be ticked.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DefaultTreeAdapterMap, defaultTreeAdapter, parseFragment, serialize } from 'parse5';
import { documentUrl, fileOf, stepAnchor } from '../../../../schemas/addresses.ts';
import { PAGE_SLOTS, readSlot } from '../../../../schemas/page-slots.ts';
import { fillIn, type Run, type RunTask } from '../../../workflow/index.ts';
import type { PlaceholderValues } from '../../../workflow/plan/placeholders.ts';
import { valuesOf } from '../../../workflow/run/answers-of-task.ts';

type Element = DefaultTreeAdapterMap['element'];
type ParentNode = DefaultTreeAdapterMap['parentNode'];

/** HTML of the body of a document's page; undefined when the build has none. */
export type Procedures = (docId: string) => Promise<string | undefined>;

export function openProcedures(dist: string): Procedures {
  return async (docId) => {
    // An id of a stored template: whatever it says, it stays below the folder of documents.
    if (!/^[\w-]+(?:\.[\w-]+)*$/.test(docId)) return undefined;
    const path = join(dist, fileOf(documentUrl({ id: docId })), 'index.html');
    const page = await readFile(path, 'utf8').catch(() => undefined);
    return page === undefined ? undefined : readSlot(page, PAGE_SLOTS.body);
  };
}

export interface ShownProcedure {
  /** As HTML. */
  readonly html: string;
  /** Id of the step of the task; absent when the document has it no more. */
  readonly stepId?: string;
  readonly steps: number;
  readonly ticked: number;
}

export interface Step {
  /** Hash of its words; of words that come again, their number behind it. */
  readonly key: string;
  readonly ordinal: number;
  readonly isTicked: boolean;
}

/** `tick` is the HTML of what ticks a step. */
export function showProcedure(
  body: string,
  run: Run,
  task: RunTask,
  tick: (step: Step) => string,
): ShownProcedure {
  const fragment = parseFragment(body);
  const values = valuesOf(run);
  const ticks = new Set((task.ticks ?? []).map(({ step }) => step));
  const anchor = task.instructionStepId === undefined ? '' : stepAnchor(task.instructionStepId);
  const seen = new Map<string, number>();
  let stepId: string | undefined;
  let steps = 0;
  let ticked = 0;
  for (const element of elementsOf(fragment)) {
    const hash = attributeOf(element, 'data-step');
    const isOfTask = anchor !== '' && attributeOf(element, 'id') === anchor;
    for (const attribute of element.attrs) attribute.value = within(attribute);
    if (isOfTask) {
      stepId = PREFIX + anchor;
      mark(element, 'is-current');
      element.attrs.push({ name: 'aria-current', value: 'step' });
    }
    // Texts to copy, not names of placeholders in a sentence.
    if (element.tagName === 'pre') fillTexts(element, values);
    if (hash === undefined) continue;
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    steps += 1;
    const key = nth === 1 ? hash : `${hash}#${nth}`;
    const isTicked = ticks.has(key);
    if (isTicked) {
      ticked += 1;
      mark(element, 'is-done');
    }
    prepend(element, tick({ key, ordinal: steps, isTicked }));
  }
  return { html: serialize(fragment), ...(stepId !== undefined && { stepId }), steps, ticked };
}

/** Fragment of the page of a task where its procedure is, at its step if it names one. */
export function procedureFragment({ instructionStepId }: RunTask): string {
  return instructionStepId === undefined ? PROCEDURE : PREFIX + stepAnchor(instructionStepId);
}

/** In the order of the document, each before what is in it; a copy, so that the tree may change. */
function elementsOf(node: ParentNode): Element[] {
  return node.childNodes.flatMap((child) =>
    defaultTreeAdapter.isElementNode(child) ? [child, ...elementsOf(child)] : [],
  );
}

function attributeOf({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}

/** The value of an attribute with every id it names prefixed. */
function within({ name, value }: { readonly name: string; readonly value: string }): string {
  if (name === 'id' || name === 'for') return PREFIX + value;
  if (NAMES_IDS.has(name)) return value.replaceAll(/\S+/g, (id) => PREFIX + id);
  if (name === 'href') return value.replace(/^#(?=.)/, `#${PREFIX}`);
  return value.replaceAll(/url\((['"]?)#/g, `url($1#${PREFIX}`);
}

function mark(element: Element, name: string): void {
  const known = element.attrs.find((each) => each.name === 'class');
  if (known) known.value = `${known.value} ${name}`;
  else element.attrs.push({ name: 'class', value: name });
}

function prepend(element: Element, markup: string): void {
  for (const node of parseFragment(markup).childNodes.reverse()) {
    const [first] = element.childNodes;
    defaultTreeAdapter.detachNode(node);
    if (first) defaultTreeAdapter.insertBefore(element, node, first);
    else defaultTreeAdapter.appendChild(element, node);
  }
}

/** Names are written `{guest}` or `{{guest_name}}`; what the run does not know stays as written. */
function fillTexts(element: Element, values: PlaceholderValues): void {
  for (const node of element.childNodes) {
    if (defaultTreeAdapter.isElementNode(node)) fillTexts(node, values);
    if (!defaultTreeAdapter.isTextNode(node)) continue;
    const single = node.value.replaceAll(/\{\{\s*([\w-]+)\s*\}\}/g, (written, name: string) => {
      const own = `{${name.replaceAll('_', '-').toLowerCase()}}`;
      const filled = fillIn(own, values);
      return filled === own ? written : filled;
    });
    node.value = fillIn(single, values);
  }
}

/** Id of the part that shows it. */
export const PROCEDURE = 'how-it-is-done';

/** Before every id of a document; no id of our own begins so. */
const PREFIX = 'procedure-';

/** Attributes that name ids of the same page, one or several. */
const NAMES_IDS: ReadonlySet<string> = new Set([
  'aria-labelledby',
  'aria-describedby',
  'aria-controls',
  'aria-owns',
  'aria-details',
  'headers',
  'list',
  'popovertarget',
]);
