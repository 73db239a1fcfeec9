/** The deployment of the guide, laid out by its script and tried with a real nginx. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type ConnectionOptions, connect } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { freePort } from '../support/free-port.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { end, opsbook, root, type ServedPortal, servePortal } from './served-portal.ts';

const folder = mkdtempSync(join(tmpdir(), 'opsbook-nginx-'));
const dist = join(folder, 'dist');
let env: Record<string, string>;
let origin: string;
let ports: { http: number; https: number; portal: number };
let nginx: ChildProcess | undefined;
let portal: ServedPortal | undefined;
let certificate: string;

beforeAll(async () => {
  requireProgram('nginx', ['-v'], 'sudo apt-get install nginx-light');
  requireProgram('openssl', ['version'], 'sudo apt-get install openssl');
  expect(await build({ content: join(root, 'content'), out: dist })).toBe(0);
  ports = { http: await freePort(), https: await freePort(), portal: await freePort() };
  origin = `https://localhost:${ports.https}`;
  layOut();
  env = readEnvironment();
  const { command } = readUnit();
  portal = await servePortal(env, command);
  await startNginx();
});

afterAll(async () => {
  if (nginx) await end(nginx);
  if (portal) await end(portal.process);
  rmSync(folder, { recursive: true, force: true });
});

function requireProgram(name: string, args: readonly string[], install: string): void {
  if (spawnSync(name, args).status === 0) return;
  throw new Error(`These tests need ${name}, which is not installed: ${install}`);
}

function layOut(): void {
  const script = join(root, 'deploy', 'install.sh');
  const { status, stderr } = spawnSync('sh', [script, 'localhost'], {
    env: { PATH: process.env.PATH ?? '', DESTDIR: folder },
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
}

const laidOut = (path: string) => readFileSync(join(folder, path), 'utf8');

/** The environment of the service, at the ports and folders of this test. */
function readEnvironment(): Record<string, string> {
  const lines = laidOut('etc/opsbook/opsbook.env').matchAll(/^([A-Z_]+)=(.*)$/gm);
  const written = Object.fromEntries([...lines].map(([, name = '', value = '']) => [name, value]));
  expect(written.OPSBOOK_ORIGIN).toBe('https://localhost');
  return {
    ...written,
    OPSBOOK_ORIGIN: origin,
    OPSBOOK_PORT: String(ports.portal),
    OPSBOOK_DIST: dist,
    OPSBOOK_DATA: join(folder, 'data'),
  };
}

function readUnit(): { command: string[] } {
  const unit = laidOut('etc/systemd/system/opsbook.service');
  const command = /^ExecStart=(.*)$/m.exec(unit)?.[1]?.split(' ') ?? [];
  expect(command).toEqual(['/usr/bin/env', 'node', 'bin/opsbook.js', 'serve']);
  return { command };
}

async function startNginx(): Promise<void> {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const keys = ['-newkey', 'rsa:2048', '-keyout', join(folder, 'key.pem')];
  certificate = join(folder, 'certificate.pem');
  const made = spawnSync(
    'openssl',
    ['req', '-x509', '-nodes', '-days', '1', ...keys, '-out', certificate, ...subject],
    { encoding: 'utf8' },
  );
  expect([made.status, made.error]).toEqual([0, undefined]);
  const site = laidOut('etc/nginx/conf.d/opsbook.conf')
    .replace(/^ *listen \[::\].*\n/gm, '')
    .replace('listen 80;', `listen 127.0.0.1:${ports.http};`)
    .replace('listen 443 ', `listen 127.0.0.1:${ports.https} `)
    .replace('127.0.0.1:4321', `127.0.0.1:${ports.portal}`)
    .replace('/etc/ssl/opsbook/fullchain.pem', certificate)
    .replace('/etc/ssl/opsbook/privkey.pem', join(folder, 'key.pem'));
  mkdirSync(join(folder, 'nginx'));
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const config = join(folder, 'nginx', 'nginx.conf');
  writeFileSync(
    config,
    `daemon off; pid ${folder}/nginx/pid; error_log ${folder}/nginx/error.log warn; events {}
     http { access_log ${folder}/nginx/access.log;
     ${places.map((place) => `${place}_temp_path ${folder}/nginx/${place};`).join('\n')}
     ${site} }`,
  );
  const checked = spawnSync('nginx', ['-t', '-c', config], { encoding: 'utf8' });
  expect(checked.stderr).toContain('test is successful');
  nginx = spawn('nginx', ['-c', config], { stdio: 'ignore' });
  while ((await ask('/healthz').catch(() => undefined))?.status !== 200) await setTimeout(50);
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

function ask(path: string, headers: Record<string, string> = {}, form = ''): Promise<Answer> {
  const options = {
    host: '127.0.0.1',
    port: ports.https,
    servername: 'localhost',
    ca: readFileSync(certificate),
    // A connection of its own: one kept open times out while a command of this test is at work.
    agent: false as const,
    method: form === '' ? 'GET' : 'POST',
    path,
    headers: { Host: `localhost:${ports.https}`, ...headers },
  };
  return new Promise((resolve, reject) => {
    const sent = request(options, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }),
      );
    });
    sent.on('error', reject).end(form);
  });
}

function post(path: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  return ask(path, { Origin: origin, ...headers }, new URLSearchParams(fields).toString());
}

test('systemd accepts the unit', () => {
  requireProgram('systemd-analyze', ['--version'], 'sudo apt-get install systemd');
  const unit = join(folder, 'etc/systemd/system/opsbook.service');
  const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', unit], {
    encoding: 'utf8',
  });
  expect([status, `${stdout}${stderr}`.replaceAll(/^.*(?!opsbook)\.service:.*\n/gm, '')]).toEqual([
    0,
    '',
  ]);
});

test('leak-check finds nothing from outside', () => {
  const { status, stdout, stderr } = opsbook(['leak-check', origin, '--dist', dist], {
    NODE_EXTRA_CA_CERTS: certificate,
  });
  expect([status, stdout]).toEqual([0, '']);
  expect(stderr).toContain(`for ${emittedPaths(dist).length} files: nothing leaks`);
});

test('a person signs in through it, over https alone', async () => {
  const added = opsbook(['users', 'add', 'ada@example.org'], env);
  expect(added.status).toBe(0);
  const password = added.stdout.trim();
  const signedIn = await post('/sign-in', { email: 'ada@example.org', password });
  expect(signedIn.status).toBe(303);
  const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
  expect(cookie).toMatch(/^__Host-opsbook=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  const next = 'three unrelated words';
  const changed = await post(
    '/password',
    { current: password, next, again: next },
    { Cookie: cookie.split(';')[0] ?? '' },
  );
  expect(changed.status).toBe(303);
  const [own = ''] = changed.headers['set-cookie'] ?? [];
  const page = await ask('/', { Cookie: own.split(';')[0] ?? '' });
  expect(page.status).toBe(200);
  expect(page.headers['cache-control']).toBe('private, no-store');
  expect(page.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(page.headers.server).toBe('nginx');

  const plain = await fetch(`http://127.0.0.1:${ports.http}/docs/?a=b`, { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([
    301,
    'https://localhost/docs/?a=b',
  ]);
});

test('only what is recommended of TLS is spoken', async () => {
  const speak = (options: ConnectionOptions) =>
    new Promise<string>((resolve) => {
      const socket = connect({
        port: ports.https,
        host: '127.0.0.1',
        rejectUnauthorized: false,
        ...options,
      });
      socket.once('secureConnect', () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`);
        socket.destroy();
      });
      socket.once('error', () => resolve('refused'));
    });
  expect(await speak({})).toMatch(/^TLSv1\.3 TLS_AES_/);
  expect(await speak({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-.*(?:GCM|POLY1305)/);
  const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const;
  expect(await speak(old)).toBe('refused');
  for (const ciphers of ['AES128-GCM-SHA256', 'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES128-SHA256']) {
    expect([ciphers, await speak({ maxVersion: 'TLSv1.2', ciphers })]).toEqual([
      ciphers,
      'refused',
    ]);
  }
});

test('a program that speaks in the clear is not led on', async () => {
  const plain = await fetch(`http://127.0.0.1:${ports.http}/api/registry.json`, {
    redirect: 'manual',
  });
  expect([plain.status, plain.headers.get('location')]).toEqual([403, null]);
});

test('files of runs pass where they may, and nothing else is that long', async () => {
  const scope = ['--name', 'sender', '--scope', 'work:act'];
  const token = opsbook(['tokens', 'create', ...scope], env).stdout.trim();
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/octet-stream' };
  const long = 'x'.repeat(1_000_000);
  const run = `/api/work/runs/r${'0'.repeat(20)}`;
  // There is no such run, which the portal says, and not nginx.
  const answer = await ask(`${run}/attachments?name=a.txt`, headers, long);
  expect([answer.status, answer.headers['content-type']]).toEqual([
    404,
    'application/problem+json',
  ]);
  expect((await ask(`${run}/events`, headers, long)).status).toBe(413);
});

test('attempts count against the address nginx saw, whatever the client claims', async () => {
  const claims = { 'X-Forwarded-For': '203.0.113.9', Forwarded: 'for=203.0.113.9' };
  const fields = { email: 'eve@example.org', password: 'guess' };
  expect((await post('/sign-in', fields, claims)).status).toBe(422);
  const lines = portal?.log().trim().split('\n') ?? [];
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
    event: 'sign-in-refused',
    address: '127.0.0.1',
  });
  expect(portal?.log()).not.toContain('203.0.113.9');
});

/** Local ports from which there is or was just now a connection to the portal (proc(5), tcp). */
function connectionsToPortal(): Set<string> {
  const to = `:${ports.portal.toString(16).toUpperCase().padStart(4, '0')}`;
  const rows = readFileSync('/proc/net/tcp', 'utf8').trim().split('\n').slice(1);
  const ends = rows.map((row) => row.trim().split(/\s+/));
  return new Set(ends.filter((row) => row[2]?.endsWith(to)).map((row) => row[1] ?? ''));
}

test('nginx uses its connections to the portal again', async () => {
  const before = connectionsToPortal();
  for (let request = 0; request < 20; request += 1) {
    expect((await ask('/healthz')).status).toBe(200);
  }
  const added = [...connectionsToPortal()].filter((port) => !before.has(port));
  expect(added.length).toBeLessThanOrEqual(2);
});

test('the log has the changes an administrator made, and no password', async () => {
  expect(opsbook(['users', 'disable', 'ada@example.org'], env).status).toBe(0);
  while (!portal?.log().includes('account-disabled')) await setTimeout(50);
  expect(portal.log()).toContain('"event":"account-added","account":"ada@example.org"');
  expect(portal.log()).not.toContain('three unrelated words');
});

test('the command for administrators is a script a shell can read', () => {
  const script = join(folder, 'usr/local/bin/opsbook');
  const { status, stderr } = spawnSync('sh', ['-n', script], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('the script leaves the settings of an administrator alone', () => {
  const file = join(folder, 'etc/opsbook/opsbook.env');
  writeFileSync(file, 'OPSBOOK_ORIGIN=https://own.example.org\n');
  layOut();
  expect(readFileSync(file, 'utf8')).toBe('OPSBOOK_ORIGIN=https://own.example.org\n');
  const script = join(root, 'deploy', 'install.sh');
  const wrong = spawnSync('sh', [script, 'a b; reboot'], { env: { DESTDIR: folder } });
  expect(wrong.status).toBe(2);
});

test('the token of a link is in no log, also while the portal is away', async () => {
  const secret = 'a-token-of-a-link';
  const clear = await fetch(`http://localhost:${ports.http}/new-password?link=${secret}`, {
    redirect: 'manual',
  });
  expect(clear.status).toBe(301);
  expect((await ask(`/new-password?link=${secret}`)).status).toBe(410);
  if (portal) await end(portal.process);
  expect((await ask(`/new-password?link=${secret}`)).status).toBe(502);
  expect((await ask('/docs/')).status).toBe(502);
  const [errors, requests] = ['error', 'access'].map((name) => laidOut(`nginx/${name}.log`));
  // Of other pages both tell.
  expect(errors).toContain('/docs/');
  expect(requests).toContain('/docs/');
  expect(`${errors}${requests}`).not.toContain(secret);
});
