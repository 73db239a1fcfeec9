/** A picture in full size, over the page; Escape or a click closes it. */
export function zoom(link: HTMLAnchorElement): void {
  const dialog = document.createElement('dialog');
  dialog.className = 'zoomed';
  const image = document.createElement('img');
  image.src = link.href;
  image.alt = link.querySelector('img')?.alt ?? '';
  dialog.setAttribute('aria-label', image.alt || 'Picture');
  const close = document.createElement('button');
  close.type = 'button';
  close.textContent = 'Close';
  dialog.append(image, close);
  dialog.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
