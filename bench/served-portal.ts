/** A portal in a process of its own, with one person who may do everything, for what measures it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type DatabasePlace, openDatabase } from '../src/server/database/open-database.ts';
import { openAuth } from '../src/server/identity/auth.ts';

const EMAIL = 'bench@example.org';
const children: ChildProcess[] = [];

/** Makes the account and returns its one-time password. */
export async function addPerson(place: DatabasePlace): Promise<string> {
  // The secret is made by the portal; this one signs no cookie.
  const { db, close } = await openDatabase(place);
  const auth = await openAuth({ db, origin: 'http://127.0.0.1', secret: 'x'.repeat(32) });
  const password = await auth.accounts.add(EMAIL, 'administrator');
  await close();
  return password;
}

/** Signs in with the one-time password, chooses another and returns the cookie. */
export async function signIn(url: string, password: string): Promise<string> {
  const origin = new URL(url).origin;
  let cookie = '';
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams(fields);
    const headers = { Origin: origin, Cookie: cookie };
    const sent = { method: 'POST', body, headers, redirect: 'manual' as const };
    const [set = ''] = (await fetch(origin + path, sent)).headers.getSetCookie();
    cookie = set.split(';')[0] ?? '';
  };
  await post('/sign-in', { email: EMAIL, password });
  const next = 'three unrelated words';
  await post('/password', { current: password, next, again: next });
  return cookie;
}

interface Script {
  readonly flags?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a script of this folder that prints its address first. */
export async function startScript(name: string, { flags = [], args = [], env = {} }: Script) {
  const child = spawn(process.execPath, [...flags, join(import.meta.dirname, name), ...args], {
    env: { PATH: process.env.PATH ?? '', ...env },
    // The audit log goes nowhere: the terminal would be measured too.
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [first] = await once(child.stdout.setEncoding('utf8'), 'data');
  const url = String(first).trim().split('\n')[0];
  if (!URL.canParse(url ?? '') || child.pid === undefined) throw new Error(`${name} did not start`);
  return { url: url ?? '', pid: child.pid };
}

export function endScripts(): void {
  for (const child of children) child.kill();
}
