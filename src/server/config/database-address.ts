/** Which addresses of PostgreSQL are taken. No sentence repeats one: it can hold a password. */
import { isLoopback } from './loopback.ts';

/** What is wrong with `OPSBOOK_DATABASE_URL`, as a finished sentence. */
export function databaseAddressProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hash !== '') return MALFORMED;
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  if (host === '' || url.pathname.length < 2) return MALFORMED;
  const mode = url.searchParams.get('sslmode');
  if (mode !== null && !['verify-full', 'disable'].includes(mode)) {
    return '`OPSBOOK_DATABASE_URL` has an `sslmode` that proves nothing — give `verify-full`, or `disable` within a network of your own.';
  }
  if (mode === null && !isLoopback(host) && !host.startsWith('/')) {
    return (
      '`OPSBOOK_DATABASE_URL` names another machine and no encryption — add `?sslmode=verify-full`, ' +
      'or `?sslmode=disable` within a network of your own.'
    );
  }
  return undefined;
}

const MALFORMED =
  '`OPSBOOK_DATABASE_URL` is not the address of a database — give one such as ' +
  '`postgres://opsbook:…@db.example.org/opsbook?sslmode=verify-full`.';
