/** Whether two commands say the same, whoever sends them and whenever. */
import canonicalize from 'canonicalize';

export function sameBody(a: object, b: object): boolean {
  return canonicalize(said(a)) === canonicalize(said(b));
}

/** Without what differs from one sending to the next. */
function said(event: object): object {
  const kept = Object.entries(event).filter(([key]) => !HAPPENING.has(key));
  return Object.fromEntries(kept);
}

/** `run` is what a start led to, not what was asked for. */
const HAPPENING: ReadonlySet<string> = new Set(['at', 'by', 'run']);
