/** What the browser keeps for this reader; it may refuse to, and then lasts for this page only. */

export function recall(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage is refused or full: nothing depends on it.
  }
}

/** A list of texts, as `rememberList` keeps it; empty when there is none, or something else. */
export function recallList(key: string): string[] {
  try {
    const list: unknown = JSON.parse(recall(key) ?? '[]');
    return Array.isArray(list) ? list.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function rememberList(key: string, list: readonly string[]): void {
  remember(key, list.length === 0 ? undefined : JSON.stringify(list));
}
