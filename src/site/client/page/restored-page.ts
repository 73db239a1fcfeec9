/**
 * A page that Back or Forward brings from the browser's memory was not asked of the server, which
 * may no longer show it to whoever sits here now: it is hidden and asked for again.
 */
export function recheckRestoredPage(): void {
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    document.documentElement.hidden = true;
    location.reload();
  });
}
