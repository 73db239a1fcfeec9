/** The last searches, kept on this device alone; signing out takes them away. */
const KEY = 'recent-searches';
const MAX_KEPT = 8;

export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function keepSearch(query: string): void {
  const others = recentSearches().filter((each) => each !== query);
  store(JSON.stringify([query, ...others].slice(0, MAX_KEPT)));
}

export function clearSearches(): void {
  store('[]');
}

function store(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // Storage may be refused; then nothing is kept.
  }
}
