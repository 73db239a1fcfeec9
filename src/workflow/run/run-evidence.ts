/**
 * Evidence on its way into a run: links to the run's links, the rest to the task. Pure.
 * Browser-safe.
 */
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { type Evidence, isAddress, isBlank } from './check-completion.ts';
import type { Run, RunTask } from './run.ts';
import { type Change, type Refusal, refuse, replaceTask } from './run-change.ts';

/** Every key given replaces what there is. The link a task produces is the run's, if it collects it. */
export function giveEvidence(run: Run, task: RunTask, evidence: Evidence): Change | Refusal {
  const strange = refuseStrange(evidence);
  if (strange) return strange;
  const { bundleLinks = {}, link, ...own } = evidence;
  const links = Array.isArray(bundleLinks)
    ? bundleLinks.map(({ name, url }): [string, string] => [name, url])
    : Object.entries(bundleLinks);
  const shown = { ...task.evidence, ...own };
  if (link !== undefined) {
    const name = task.requiredLinkName ?? task.proofRequirement?.label ?? task.refId;
    const isCollected = run.bundleLinks.some((each) => each.name === task.requiredLinkName);
    if (isCollected) links.push([name, link]);
    else Object.assign(shown, { link });
    const refusal = refuseAddress(name, link);
    if (refusal) return refusal;
  }
  let change: Change = { run: replaceTask(run, { ...task, evidence: shown }), effects: [] };
  for (const [name, url] of links) {
    const next = setLink(change.run, name, url);
    if ('refused' in next) return next;
    change = { run: next.run, effects: [...change.effects, ...next.effects] };
  }
  return change;
}

export function setLink(run: Run, name: string, url: string): Change | Refusal {
  const link = run.bundleLinks.find((each) => each.name === name);
  const names = run.bundleLinks.map((each) => quote(each.name));
  if (!link) {
    const choice = names.length > 0 ? `Choose from ${listing(names)}.` : 'It has none.';
    return refuse(`${quote(name)} is not a link of this run. ${choice}`);
  }
  if (typeof url !== 'string') return refuse(`Link ${quote(name)} has no address to be set to.`);
  const refusal = refuseAddress(name, url);
  if (refusal) return refusal;
  const address = isBlank(url) ? '' : url.trim();
  if (address === link.url) return { run, effects: [] };
  return {
    run: {
      ...run,
      bundleLinks: run.bundleLinks.map((each) => (each === link ? { name, url: address } : each)),
    },
    effects: [{ type: address === '' ? 'link-removed' : 'link-set', name }],
  };
}

function refuseAddress(name: string, url: string): Refusal | undefined {
  if (isBlank(url) || isAddress(url)) return undefined;
  return refuse(
    `Link ${quote(name)} cannot be ${quote(url)}, which is not an address. Write one that ` +
      'begins with `https://`, `mailto:` or `tel:`.',
  );
}

const KINDS = {
  link: isText,
  comment: isText,
  externalStatus: isText,
  files: isTexts,
  approvedArtifacts: isTexts,
  bundleLinks: isLinks,
} satisfies Record<keyof Evidence, (value: unknown) => boolean>;

/** Evidence often is JSON that somebody else wrote: what has no meaning here must not be stored. */
function refuseStrange(evidence: unknown): Refusal | undefined {
  if (!isMapping(evidence)) return refuse(`${quote(evidence)} is not evidence. Give a mapping.`);
  const kinds = new Map<string, (value: unknown) => boolean>(Object.entries(KINDS));
  for (const [key, value] of Object.entries(evidence)) {
    const isKind = kinds.get(key);
    if (!isKind) {
      return refuse(
        `${quote(key)} is no kind of evidence.${didYouMean(nearest(key, kinds.keys()))}`,
      );
    }
    if (!isKind(value)) return refuse(`${quote(value)} cannot be the ${quote(key)} of a task.`);
  }
  return undefined;
}

function isText(value: unknown): boolean {
  return typeof value === 'string';
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

function isLinks(value: unknown): boolean {
  if (!Array.isArray(value)) return isMapping(value) && Object.values(value).every(isText);
  return value.every((each) => isMapping(each) && isText(each.name) && isText(each.url));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
