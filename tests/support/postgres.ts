/**
 * A PostgreSQL of a test's own: a private cluster in a temporary folder, on a loopback port and a
 * socket, flushed to disk like a real one. What needs it is in tests/deep.
 */
import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { freePort } from './free-port.ts';

export interface Postgres {
  /** Makes a database, empty or a copy of the one at `original`, and returns its address. */
  createDatabase(original?: string): Promise<string>;
  /** Runs a statement as the superuser, in `postgres` or the database at `address`. */
  run(statement: string, address?: string): Promise<pg.QueryResult>;
  start(): Promise<void>;
  /** Ends the server as an administrator (`SIGINT`), a crash (`SIGKILL`) or a hang (`SIGSTOP`) does. */
  stop(signal?: 'SIGINT' | 'SIGKILL'): Promise<void>;
  pause(signal: 'SIGSTOP' | 'SIGCONT'): void;
  /** Stops the server and takes its folder away. */
  remove(): Promise<void>;
}

/** A cluster for the tests of a file, which begins before them and ends after. */
export function withPostgres(): Postgres {
  let cluster: Postgres | undefined;
  const running = () => {
    if (cluster === undefined) throw new Error('The cluster is there within tests and hooks.');
    return cluster;
  };
  beforeAll(async () => {
    cluster = await openPostgres();
  });
  afterAll(() => cluster?.remove());
  return {
    createDatabase: (original) => running().createDatabase(original),
    run: (statement, address) => running().run(statement, address),
    start: () => running().start(),
    stop: (signal) => running().stop(signal),
    pause: (signal) => running().pause(signal),
    remove: () => running().remove(),
  };
}

/** To be removed by whoever opened it. */
export async function openPostgres(): Promise<Postgres> {
  const bin = binaries();
  const owner = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  for (const path of [folder, passwordFile]) {
    if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid ?? 0);
  }
  const options = [`--pgdata=${data}`, '--username=opsbook', `--pwfile=${passwordFile}`];
  // Only the making is not flushed.
  options.push('--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync');
  execFileSync(join(bin, 'initdb'), options, { ...owner, stdio: 'pipe' });
  const port = await freePort();
  const addressOf = (name: string) => `postgres://opsbook:${PASSWORD}@127.0.0.1:${port}/${name}`;
  let server: ChildProcess | undefined;
  let count = 0;

  async function start(): Promise<void> {
    const settings = { port, unix_socket_directories: folder, listen_addresses: '127.0.0.1' };
    const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    const child = spawn(join(bin, 'postgres'), ['-D', data, ...args], { ...owner, stdio: 'pipe' });
    server = child;
    let log = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    for (let attempt = 0; attempt < 300; attempt++) {
      if (child.exitCode !== null) throw new Error(`PostgreSQL did not start: ${log}`);
      if (await runAt(addressOf('postgres'), 'select 1').catch(() => undefined)) return;
      await pause(100);
    }
    throw new Error(`PostgreSQL takes no connections: ${log}`);
  }

  async function stop(signal: 'SIGINT' | 'SIGKILL' = 'SIGINT'): Promise<void> {
    const child = server;
    server = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  const endWithUs = () => void server?.kill('SIGKILL');
  process.once('exit', endWithUs);
  await start();
  return {
    async createDatabase(original) {
      const name = `opsbook_${++count}`;
      const template = original && new URL(original).pathname.slice(1);
      const from = template ? ` template ${template}` : '';
      await runAt(addressOf('postgres'), `create database ${name}${from}`);
      return addressOf(name);
    },
    run: (statement, address = addressOf('postgres')) => runAt(address, statement),
    start,
    stop,
    pause(signal) {
      for (const pid of processesOf(server?.pid)) process.kill(pid, signal);
    },
    async remove() {
      process.off('exit', endWithUs);
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function runAt(address: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: address, connectionTimeoutMillis: 5000 });
  client.on('error', () => {});
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The server and the process it has for each connection. */
function processesOf(pid: number | undefined): number[] {
  if (pid === undefined) throw new Error('PostgreSQL does not run.');
  const children = execFileSync('ps', ['--ppid', String(pid), '-o', 'pid='], { encoding: 'utf8' });
  return [pid, ...children.split('\n').flatMap((line) => Number(line) || [])];
}

/** PostgreSQL does not run as root. */
function serverUser(): Pick<SpawnOptions, 'uid' | 'gid'> {
  if (process.getuid?.() !== 0) return {};
  const idOf = (option: string) =>
    Number(execFileSync('id', [option, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

/** Where Debian installs the newest one; elsewhere it is on the path. */
function binaries(): string {
  const debian = '/usr/lib/postgresql';
  if (!existsSync(debian)) return '';
  const [newest = ''] = readdirSync(debian).sort((a, b) => Number(b) - Number(a));
  return join(debian, newest, 'bin');
}

const PASSWORD = 'for-tests-alone';
