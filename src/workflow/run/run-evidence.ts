/**
 * Evidence on its way into a run: links to the run's links, the rest to the task. Browser-safe.
 */
import { nearest } from '../../diagnostics/suggest.ts';
import { didYouMean, listing, quote } from '../../diagnostics/wording.ts';
import { type Evidence, isAddress, isBlank } from './check-completion.ts';
import { type Change, replaceTask } from './event-definition.ts';
import { type Refusal, refuse } from './refusal.ts';
import type { Run, RunTask } from './run.ts';
import {
  type Check,
  either,
  isMapping,
  listOf,
  mapping,
  mappingOf,
  text,
  texts,
} from './shapes.ts';

/** The kinds of evidence are checked one by one, so that a wrong one is named. */
export const EVIDENCE: Check = { expected: 'a mapping of evidence', accepts: isMapping };

const KINDS = {
  link: text,
  comment: text,
  externalStatus: text,
  files: texts,
  approvedArtifacts: texts,
  bundleLinks: either(
    mappingOf(text, 'a mapping of addresses'),
    listOf(mapping({ name: text, url: text }, 'a link'), 'links'),
  ),
} satisfies Record<keyof Evidence, Check>;

/** Every key given replaces what there is. The link a task produces is the run's, if it collects it. */
export function giveEvidence(run: Run, task: RunTask, evidence: Evidence): Change | Refusal {
  const strange = refuseStrange(task, evidence);
  if (strange) return strange;
  const { bundleLinks = {}, link, ...own } = evidence;
  const links = Array.isArray(bundleLinks)
    ? bundleLinks.map(({ name, url }): [string, string] => [name, url])
    : Object.entries(bundleLinks);
  const shown = { ...task.evidence, ...own };
  if (link !== undefined) {
    const name = task.requiredLinkName ?? task.proofRequirement?.label ?? task.refId;
    const isCollected = linksOf(run).some((each) => each.name === task.requiredLinkName);
    if (isCollected) links.push([name, link]);
    else Object.assign(shown, { link: link.trim() });
    const refusal = refuseAddress(name, link, 'evidence');
    if (refusal) return refusal;
  }
  let change: Change = { run: replaceTask(run, { ...task, evidence: shown }), effects: [] };
  for (const [name, url] of links) {
    const next = setLink(change.run, name, url, 'evidence');
    if ('refused' in next) return next;
    change = { run: next.run, effects: [...change.effects, ...next.effects] };
  }
  return change;
}

/** `field` is the key of the event that names the link. */
export function setLink(run: Run, name: string, url: string, field: string): Change | Refusal {
  const links = linksOf(run);
  const link = links.find((each) => each.name === name);
  if (!link) {
    const names = links.map((each) => each.name);
    const choice = names.length > 0 ? `Choose from ${listing(names.map(quote))}.` : 'It has none.';
    const hint = didYouMean(nearest(name, names));
    const says = `${quote(name)} is not a link of this run. ${choice}${hint}`;
    return refuse('unknown-link', says, { field });
  }
  const refusal = refuseAddress(name, url, field === 'name' ? 'url' : field);
  if (refusal) return refusal;
  const address = url.trim();
  if (address === link.url) return { run, effects: [] };
  return {
    run: {
      ...run,
      bundleLinks: links.map((each) => (each === link ? { ...link, url: address } : each)),
    },
    effects: [{ type: address === '' ? 'link-removed' : 'link-set', name }],
  };
}

function linksOf({ bundleLinks = [] }: Run): Run['bundleLinks'] {
  return bundleLinks;
}

function refuseAddress(name: string, url: string, field: string): Refusal | undefined {
  if (isBlank(url) || isAddress(url)) return undefined;
  const says =
    `Link ${quote(name)} cannot be ${quote(url)}, which is not an address. Write one that ` +
    'begins with `https://`, `mailto:` or `tel:`.';
  return refuse('invalid', says, { field });
}

function refuseStrange({ refId }: RunTask, evidence: Evidence): Refusal | undefined {
  const kinds = new Map<string, Check>(Object.entries(KINDS));
  for (const [key, value] of Object.entries(evidence)) {
    const kind = kinds.get(key);
    const field = `evidence.${key}`;
    if (!kind) {
      const hint = didYouMean(nearest(key, kinds.keys()));
      return refuse('unknown-field', `${quote(key)} is no kind of evidence.${hint}`, {
        refId,
        field,
      });
    }
    if (kind.accepts(value)) continue;
    const says = `${quote(value)} cannot be the ${quote(key)} of a task. Give ${kind.expected}.`;
    return refuse('invalid', says, { refId, field });
  }
  return undefined;
}
