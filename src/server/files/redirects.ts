/**
 * The `_redirects` file of the build: one rule a line, `FROM TO STATUS` for what moved and `FROM -
 * 410 MESSAGE` for what is gone; `#` begins a comment line.
 */

export type RedirectRule =
  | {
      readonly kind: 'redirect';
      readonly from: string;
      readonly to: string;
      readonly status: RedirectStatus;
    }
  | { readonly kind: 'gone'; readonly from: string; readonly message: string };

export type RedirectStatus = 301 | 302 | 307 | 308;

/**
 * Reads the rules in order.
 *
 * @throws on a line it does not understand, since a skipped rule is a dead link.
 */
export function parseRedirects(text: string): readonly RedirectRule[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    const rule = parseRule(line.trim());
    if (rule === undefined) throw new Error(`_redirects:${index + 1}: not a rule: ${line}`);
    return [rule];
  });
}

function parseRule(line: string): RedirectRule | undefined {
  const [from = '', to = '', status = '308', ...words] = line.split(/\s+/);
  if (!isLocalPath(from)) return undefined;
  if (status === '410' && to === '-') return { kind: 'gone', from, message: words.join(' ') };
  const code = Number(status);
  if (!isLocalPath(to) || !isRedirectStatus(code)) return undefined;
  return { kind: 'redirect', from, to, status: code };
}

function isLocalPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}

function isRedirectStatus(code: number): code is RedirectStatus {
  return [301, 302, 307, 308].includes(code);
}
