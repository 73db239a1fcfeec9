/**
 * What the browser keeps for this reader, on this device or in this tab alone. It may refuse to,
 * or be full; then nothing outlasts the page, and nothing depends on it.
 */

export function recall(key: string): string | null {
  return read(() => localStorage, key);
}

/** @param value Undefined forgets what is kept. */
export function remember(key: string, value: string | undefined): void {
  write(() => localStorage, key, value);
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

export function recallInTab(key: string): string | null {
  return read(() => sessionStorage, key);
}

/** @param value Undefined forgets what is kept. */
export function rememberInTab(key: string, value: string | undefined): void {
  write(() => sessionStorage, key, value);
}

/** Asking for the storage is what throws where it is refused. */
function read(storage: () => Storage, key: string): string | null {
  try {
    return storage().getItem(key);
  } catch {
    return null;
  }
}

function write(storage: () => Storage, key: string, value: string | undefined): void {
  try {
    if (value === undefined) storage().removeItem(key);
    else storage().setItem(key, value);
  } catch {
    // See above.
  }
}
