/** How long a saved document takes to be on the page of a running `opsbook dev`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';

const CHANGES = 5;
const OPSBOOK = join(import.meta.dirname, '../bin/opsbook.js');

interface DevMeasure {
  /** Until the server sends its first page. */
  readonly startSeconds: number;
  /** From the last byte saved to a page with the new words; the median change. */
  readonly changeSeconds: number;
}

/** Appends to `file` of `content`, the document with the id `id`: give it a copy. */
export async function measureDev(content: string, file: string, id: string): Promise<DevMeasure> {
  const started = performance.now();
  const server = spawn(process.execPath, [OPSBOOK, 'dev', '--content', content, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [origin] = await once(createInterface(server.stdout), 'line');
    const page = new URL(`docs/${id}/`, origin);
    await read(page);
    const startSeconds = secondsSince(started);
    const changes: number[] = [];
    for (let change = 0; change < CHANGES; change++) {
      await setTimeout(500);
      const word = `Written-${change}`;
      const saved = performance.now();
      appendFileSync(join(content, file), `\n${word}\n`);
      // A page that is asked for without pause would be what the server is busy with.
      while (!(await read(page)).includes(word)) await setTimeout(20);
      changes.push(secondsSince(saved));
    }
    const sorted = changes.sort((a, b) => a - b);
    return { startSeconds, changeSeconds: sorted[Math.floor(CHANGES / 2)] ?? Number.NaN };
  } finally {
    server.kill();
  }
}

async function read(page: URL): Promise<string> {
  const response = await fetch(page);
  if (!response.ok) throw new Error(`${page} has status ${response.status}`);
  return response.text();
}

function secondsSince(moment: number): number {
  return (performance.now() - moment) / 1000;
}
