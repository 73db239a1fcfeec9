/** Pictures and diagrams over the page, as large as the window allows; Escape or a click closes them. */
import { createDialog, openModal } from '../dialog.ts';

/** A picture in full size. */
export function zoomImage(link: HTMLAnchorElement): void {
  const image = document.createElement('img');
  image.src = link.href;
  image.alt = link.querySelector('img')?.alt ?? '';
  show(image, image.alt || 'Picture');
}

/** A diagram that is wider than its column, as wide as the window allows. */
export function zoomDiagram(drawing: SVGElement): void {
  const copy = drawing.cloneNode(true) as SVGElement;
  // Its arrows are those of the original, which is still on the page.
  for (const part of copy.querySelectorAll('[id]')) part.removeAttribute('id');
  show(copy, 'Diagram');
}

function show(picture: Element, name: string): void {
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = 'Close';
  const dialog = createDialog('zoomed', { label: name }, [picture, close]);
  // A click anywhere is enough.
  dialog.dataset.close = '';
  dialog.addEventListener('close', () => dialog.remove());
  openModal(dialog);
}
