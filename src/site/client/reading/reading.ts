/**
 * What helps to read a document: copying, where one is on the page, what has changed since the
 * last visit. What only some pages need, or only on demand, is loaded then.
 */
import { isDocumentUrl } from '../../../../schemas/addresses.ts';
import { recallList, rememberList } from '../storage.ts';
import { copyFrom } from './copy-text.ts';
import { followScrolling } from './scroll-spy.ts';

const article = document.querySelector<HTMLElement>('article[data-document]');
if (article) {
  offerCopies(article);
  followScrolling();
  const isChanged = tellChanges(article);
  const run = article.querySelector<HTMLElement>('[data-run]');
  if (run) import('./run-through.ts').then(({ startRun }) => startRun(article, run));
  const fill = article.querySelector<HTMLElement>('[data-fill]');
  if (fill) import('./fill-in.ts').then(({ startFillIn }) => startFillIn(article, fill));
  article.addEventListener('pointerover', previewOnDemand);
  article.addEventListener('focusin', previewOnDemand);
  article.addEventListener('click', zoomOnDemand);
  article.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') zoomDiagramOnDemand(event.target);
  });
  document.documentElement.toggleAttribute('data-changed', isChanged);
}

function offerCopies(scope: HTMLElement): void {
  for (const button of scope.querySelectorAll<HTMLElement>('[data-copy]')) {
    const what = button.dataset.copy ?? '';
    button.addEventListener('click', () => {
      const link = location.origin + location.pathname + location.hash;
      copyFrom(button, what === 'link' ? link : () => fetchText(what));
    });
  }
  for (const block of scope.querySelectorAll('.code-block')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = 'Copy';
    button.addEventListener('click', () => {
      copyFrom(button, block.querySelector('code')?.innerText ?? '');
    });
    block.append(button);
  }
}

async function fetchText(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok || response.redirected) throw new Error(`${url} could not be read`);
  return response.text();
}

/** Compares with what was here at the last visit, by part: steps that are new are marked. */
function tellChanges(scope: HTMLElement): boolean {
  const key = `read:${scope.dataset.document}`;
  const before = recallList(key);
  const steps = [...scope.querySelectorAll<HTMLElement>('li[data-step]')];
  const now = [scope.dataset.version ?? '', ...steps.map(({ dataset }) => dataset.step ?? '')];
  rememberList(key, now);
  if (before.length === 0 || before[0] === now[0]) return false;
  for (const step of steps) {
    step.classList.toggle('is-new', !before.includes(step.dataset.step ?? ''));
  }
  return true;
}

async function previewOnDemand({ target }: Event): Promise<void> {
  const link = target instanceof Element ? target.closest('a') : null;
  if (!link?.closest('.prose') || !isDocumentUrl(link.pathname)) return;
  if (link.pathname === location.pathname || link.origin !== location.origin) return;
  (await import('./preview-card.ts')).preview(link);
}

async function zoomOnDemand(event: MouseEvent): Promise<void> {
  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
  const { target } = event;
  const link = target instanceof Element ? target.closest<HTMLAnchorElement>('a.zoom') : null;
  if (!link) return zoomDiagramOnDemand(target);
  event.preventDefault();
  (await import('./zoom.ts')).zoomImage(link);
}

/** Only where there is more of it than one sees. */
async function zoomDiagramOnDemand(target: EventTarget | null): Promise<void> {
  const frame = target instanceof Element ? target.closest('.diagram-scroll') : null;
  const drawing = frame?.querySelector('svg');
  if (!frame || !drawing) return;
  const isWhole = drawing.getBoundingClientRect().width >= drawing.width.baseVal.value;
  if (!isWhole || frame.scrollWidth > frame.clientWidth)
    (await import('./zoom.ts')).zoomDiagram(drawing);
}
