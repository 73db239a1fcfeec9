/**
 * Every dialog that a script builds. A modal one lies over the page: the browser closes it on
 * Escape and gives the focus back, and a click beside it closes it too. Another one stands beside
 * the page, which stays in use; Escape inside it closes it, and whoever opened it gets the focus.
 */

/** What a dialog is called: by itself, or by its heading with this id. */
type DialogName = { readonly label: string } | { readonly labelledBy: string };

const openers = new WeakMap<HTMLDialogElement, HTMLElement>();

/** A closed dialog at the end of the page; a click on anything with `data-close` closes it. */
export function createDialog(
  className: string,
  name: DialogName,
  content: string | readonly Node[],
): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = className;
  if ('label' in name) dialog.setAttribute('aria-label', name.label);
  else dialog.setAttribute('aria-labelledby', name.labelledBy);
  if (typeof content === 'string') dialog.innerHTML = content;
  else dialog.append(...content);
  dialog.addEventListener('click', ({ target }) => {
    if (!(target instanceof Element)) return;
    const isBeside = target === dialog && dialog.matches(':modal');
    if (isBeside || target.closest('[data-close]')) dialog.close();
  });
  dialog.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && !dialog.matches(':modal')) dialog.close();
  });
  dialog.addEventListener('close', () => openers.get(dialog)?.focus());
  document.body.append(dialog);
  return dialog;
}

export function openModal(dialog: HTMLDialogElement): void {
  if (!dialog.open) dialog.showModal();
}

/** @param opener The last one that opened it gets the focus when it closes. */
export function openBesidePage(dialog: HTMLDialogElement, opener: HTMLElement): void {
  openers.set(dialog, opener);
  if (!dialog.open) dialog.show();
}
