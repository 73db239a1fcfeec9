/**
 * Evidence on its way into a run: links to the run's links, the rest to the task. Pure.
 * Browser-safe.
 */
import { listing, quote } from '../diagnostics/wording.ts';
import { type Evidence, isAddress, isBlank } from './check-completion.ts';
import type { Run, RunTask } from './run.ts';
import { type Change, type Refusal, refuse, replaceTask } from './run-change.ts';

/** Every key given replaces what there is. The link a task produces is the run's, if it collects it. */
export function giveEvidence(run: Run, task: RunTask, evidence: Evidence): Change | Refusal {
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
