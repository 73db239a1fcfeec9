/** On the page for addresses that are not there: the documents whose ids come closest. */
import { distance } from 'fastest-levenshtein';
import { DATA_FILES, documentUrl, fileUrl } from '../../../../schemas/addresses.ts';

const MAX_SHOWN = 5;
const section = document.querySelector('[data-nearest]');
const asked = /^\/docs\/([^/]+?)(?:\.md)?\/?$/.exec(decodeURI(location.pathname))?.[1];
if (section && asked) showNearest(section, asked.toLowerCase());

async function showNearest(place: Element, id: string): Promise<void> {
  const response = await fetch(fileUrl(DATA_FILES.ids)).catch(() => undefined);
  if (!response?.ok) return;
  const documents: [id: string, title: string][] = await response.json();
  const nearest = documents
    .map(([each, title]) => ({ id: each, title, far: howFar(id, each) }))
    .filter(({ far }) => far < 0.6)
    .sort((a, b) => a.far - b.far)
    .slice(0, MAX_SHOWN);
  if (nearest.length === 0) return;
  const heading = document.createElement('h2');
  heading.textContent = 'Did you mean one of these?';
  const list = document.createElement('ul');
  list.className = 'plain-links';
  list.append(...nearest.map(linkTo));
  place.append(heading, list);
}

/** From 0, the same, to 1; a part of an id that is written in full is near as well. */
function howFar(asked: string, id: string): number {
  const whole = distance(asked, id) / Math.max(asked.length, id.length);
  const last = id.split('.').at(-1) ?? id;
  const tail = asked.split('.').at(-1) ?? asked;
  const part = distance(tail, last) / Math.max(tail.length, last.length);
  return Math.min(whole, part + 0.05);
}

function linkTo({ id, title }: { readonly id: string; readonly title: string }): HTMLLIElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = documentUrl({ id });
  link.textContent = title;
  const name = document.createElement('code');
  name.textContent = id;
  item.append(link, ' ', name);
  return item;
}
