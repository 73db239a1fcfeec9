/**
 * Working through the steps of a procedure. What is done is kept by the hash of each step, so a
 * new version of the document keeps the steps that are as they were.
 */
import { recallList, rememberList } from '../storage.ts';

interface RunStep {
  readonly element: HTMLElement;
  readonly key: string;
  readonly check: HTMLButtonElement;
}

export function startRun(article: HTMLElement, bar: HTMLElement): void {
  const storageKey = `progress:${article.dataset.document}`;
  const steps = prepareSteps(article);
  const known = new Set(steps.map(({ key }) => key));
  const done = new Set(recallList(storageKey).filter((key) => known.has(key)));
  const count = bar.querySelector('[data-run-count]');
  const meter = bar.querySelector('progress');
  const next = bar.querySelector<HTMLButtonElement>('[data-run-next]');
  const reset = bar.querySelector<HTMLButtonElement>('[data-run-reset]');
  let chosen = steps.find(({ element }) => `#${element.id}` === location.hash);

  for (const step of steps) {
    step.check.addEventListener('click', () => {
      if (!done.delete(step.key)) done.add(step.key);
      chosen = undefined;
      show();
    });
  }
  next?.addEventListener('click', () => {
    const step = current();
    if (step && hasBegun()) {
      done.add(step.key);
      chosen = undefined;
    } else chosen = step;
    show();
    const following = current();
    following?.element.scrollIntoView({ block: 'center' });
  });
  reset?.addEventListener('click', () => {
    done.clear();
    chosen = undefined;
    show();
    next?.focus();
  });
  addEventListener('hashchange', () => {
    chosen = steps.find(({ element }) => `#${element.id}` === location.hash) ?? chosen;
    show();
  });
  show();

  function current(): RunStep | undefined {
    return chosen ?? steps.find(({ key }) => !done.has(key));
  }

  function hasBegun(): boolean {
    return done.size > 0 || chosen !== undefined;
  }

  function show(): void {
    const finished = steps.filter(({ key }) => done.has(key)).length;
    const now = current();
    for (const step of steps) {
      const isDone = done.has(step.key);
      step.check.setAttribute('aria-checked', String(isDone));
      step.element.classList.toggle('is-done', isDone);
      const isCurrent = hasBegun() && step === now;
      step.element.classList.toggle('is-current', isCurrent);
      if (isCurrent) step.element.setAttribute('aria-current', 'step');
      else step.element.removeAttribute('aria-current');
    }
    if (count) count.textContent = `${finished} of ${steps.length} done`;
    if (meter) meter.value = finished;
    if (next) {
      next.disabled = finished === steps.length;
      next.textContent = next.disabled
        ? 'All done'
        : hasBegun() && now
          ? `Step ${steps.indexOf(now) + 1} done, next`
          : 'Start with step 1';
    }
    if (reset) reset.hidden = finished === 0;
    // Only what is on the page is kept: a step that has changed is to be done again.
    rememberList(
      storageKey,
      steps.map(({ key }) => key).filter((key) => done.has(key)),
    );
  }
}

/** Every step with a box to tick in the place of its number, and a way to report a problem. */
function prepareSteps(article: HTMLElement): RunStep[] {
  const seen = new Map<string, number>();
  const elements = [...article.querySelectorAll<HTMLElement>('.prose li[data-step]')];
  return elements.map((element, index) => {
    const hash = element.dataset.step ?? '';
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    const check = document.createElement('button');
    check.type = 'button';
    check.className = 'step-check';
    check.setAttribute('role', 'checkbox');
    check.setAttribute('aria-label', `Step ${index + 1} done`);
    element.prepend(check);
    if (article.dataset.report)
      element.append(reportLink(article.dataset.report, element, index + 1));
    return { element, key: nth === 1 ? hash : `${hash}#${nth}`, check };
  });
}

/** The form for issues, filled in with the step. */
function reportLink(base: string, element: HTMLElement, ordinal: number): HTMLAnchorElement {
  const url = new URL(base);
  const title = url.searchParams.get('title') ?? '';
  const body = url.searchParams.get('body') ?? '';
  url.searchParams.set('title', `${title}, step ${ordinal}`);
  url.searchParams.set('body', body.replace(/^Step: .*$/m, `Step: ${element.id}`));
  const link = document.createElement('a');
  link.className = 'step-report';
  link.href = url.href;
  link.rel = 'noreferrer';
  link.textContent = 'Report a problem with this step';
  return link;
}
