/** Puts text on the clipboard and says so on the button that asked. */

/** @param text the text, or a promise of it */
export async function copyFrom(
  button: HTMLElement,
  text: string | (() => Promise<string>),
  done = 'Copied',
): Promise<void> {
  const label = button.dataset.label ?? button.textContent ?? '';
  button.dataset.label = label;
  const isCopied = await copy(text).catch(() => false);
  button.textContent = isCopied
    ? done
    : isSecureContext
      ? 'Could not be copied'
      : 'Copying needs HTTPS';
  button.classList.add('is-done');
  setTimeout(() => {
    button.textContent = label;
    button.classList.remove('is-done');
  }, SHOWN_MS);
}

const SHOWN_MS = 2500;

/** @throws without HTTPS, where there is no clipboard to write to, and when text cannot be had. */
async function copy(text: string | (() => Promise<string>)): Promise<boolean> {
  if (typeof text !== 'string' && 'ClipboardItem' in window && navigator.clipboard) {
    // Safari lets a page copy what it fetches only when it is handed the promise.
    const blob = text().then((value) => new Blob([value], { type: 'text/plain' }));
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  }
  const value = typeof text === 'string' ? text : await text();
  await navigator.clipboard.writeText(value);
  return true;
}
