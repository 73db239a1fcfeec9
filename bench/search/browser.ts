/** What the search benchmark measures in a real Chromium. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { launchChromium } from '../../tests/support/chromium.ts';
import { bundleEntry } from './bundle.ts';

interface Timing {
  readonly 'load ms': number;
  readonly 'p50 ms': number;
  readonly 'p95 ms': number;
}

/**
 * Loading and asking the portal's index, and plain MiniSearch with prefix and fuzzy 0.2; each in
 * a page of its own, so that none collects another's garbage.
 */
export async function inBrowser(
  files: readonly string[],
  plain: string,
  queries: readonly string[],
): Promise<Record<string, Timing>> {
  const code = await bundle(ENTRY);
  const time = (open: keyof Bench, contents: readonly string[]) =>
    timeInPage(code, open, contents, queries);
  return {
    'opsbook, titles': await time('openPortal', files.slice(0, 1)),
    opsbook: await time('openPortal', files),
    'MiniSearch, prefix + fuzzy': await time('openPlain', [plain]),
  };
}

async function timeInPage(
  code: string,
  open: keyof Bench,
  contents: readonly string[],
  queries: readonly string[],
): Promise<Timing> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.evaluate(code);
    return await page.evaluate(
      ([name, texts, asked]) => {
        const { bench } = globalThis as unknown as { bench: Bench };
        const started = performance.now();
        const ask = bench[name](texts);
        const load = performance.now() - started;
        for (const query of asked.slice(0, 20)) ask(query);
        const times = asked
          .map((query) => {
            const before = performance.now();
            ask(query);
            return performance.now() - before;
          })
          .sort((a, b) => a - b);
        const at = (share: number) =>
          Number((times[Math.floor(times.length * share)] ?? 0).toFixed(1));
        return { 'load ms': Math.round(load), 'p50 ms': at(0.5), 'p95 ms': at(0.95) };
      },
      [open, [...contents], [...queries]] as const,
    );
  } finally {
    await browser.close();
  }
}

interface Bench {
  openPortal(files: readonly string[]): (query: string) => unknown;
  openPlain(files: readonly string[]): (query: string) => unknown;
}

const ENTRY = `
  import MiniSearch from 'minisearch';
  import { openIndexFiles } from '${join(import.meta.dirname, '../../src/search/query.ts')}';
  const openPortal = (files) => {
    const index = openIndexFiles(files);
    return (query) => index.search(query, { isTyping: true });
  };
  const openPlain = ([json]) => {
    const index = MiniSearch.loadJSON(json, {
      fields: ['title', 'heading', 'text'],
      storeFields: ['title', 'heading'],
    });
    return (query) => index.search(query, { prefix: true, fuzzy: 0.2 });
  };
  globalThis.bench = { openPortal, openPlain };
`;

async function bundle(entry: string): Promise<string> {
  const [script] = await bundleEntry(entry, {
    minify: false,
    rolldownOptions: { input: 'bench-entry', output: { format: 'iife' } },
  });
  return script.code;
}

/** Pagefind only searches in a browser, from files that a server gives it. */
export async function servePagefind(
  files: readonly { readonly path: string; readonly content: Uint8Array }[],
) {
  const known = new Map(files.map(({ path, content }) => [`/pagefind/${path}`, content]));
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    const type = path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream';
    response.setHeader('Content-Type', path === '/' ? 'text/html' : type);
    response.end(known.get(path) ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return {
    search: (query: string): Promise<string[]> =>
      page.evaluate(async (text) => {
        const path = '/pagefind/pagefind.js';
        const pagefind = await import(path);
        const { results } = await pagefind.search(text);
        const best = await Promise.all(
          results
            .slice(0, 30)
            .map((each: { data(): Promise<{ raw_url?: string; url: string }> }) => each.data()),
        );
        return best.map(({ raw_url, url }) => decodeURIComponent((raw_url ?? url).slice(1)));
      }, query),
    async close(): Promise<void> {
      await browser.close();
      server.close();
    },
  };
}
