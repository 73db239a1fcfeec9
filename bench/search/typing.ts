/**
 * What a reader feels while typing: the portal's own search dialog and worker in Chromium,
 * asked key by key, with the browser's count of tasks that kept the page from answering.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Rolldown } from 'vite';
import type { IndexFile } from '../../src/search/build-index.ts';
import type { SearchDocument } from '../../src/search/records.ts';
import { launchChromium } from '../../tests/support/chromium.ts';
import { bundleEntry } from './bundle.ts';

export interface Typing {
  readonly keys: number;
  /** Tasks of more than 50 ms on the main thread, as the Long Tasks API defines them. */
  readonly 'long tasks': number;
  /** 0 when none was long. */
  readonly 'longest ms': number;
}

const QUERIES = 12;
/** A fast typist's. */
const KEY_DELAY_MS = 60;
/** Excerpts are filled in when typing pauses. */
const PAUSE_MS = 600;

/** From opening the dialog with nothing loaded to the last excerpt. */
export async function typeInBrowser(
  documents: readonly SearchDocument[],
  files: readonly IndexFile[],
): Promise<Typing> {
  const site = await serve(await siteFiles(documents, files));
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(site.url);
    await watchLongTasks(page);
    await page.keyboard.press('/');
    const queries = sample(documents);
    for (const query of queries) {
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(query, { delay: KEY_DELAY_MS });
      await page.locator('.search-results li').first().waitFor();
      await page.waitForTimeout(PAUSE_MS);
    }
    const lengths = await longTasks(page);
    return {
      keys: queries.join('').length,
      'long tasks': lengths.length,
      'longest ms': Math.round(Math.max(0, ...lengths)),
    };
  } finally {
    await browser.close();
    site.close();
  }
}

async function watchLongTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const lengths: number[] = [];
    Object.assign(globalThis, { longTasks: lengths });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) lengths.push(duration);
    }).observe({ type: 'longtask' });
  });
  // None seen means none there only if one made on purpose is seen.
  await page.evaluate(
    () =>
      new Promise<void>((done) =>
        setTimeout(() => {
          for (const end = performance.now() + 80; performance.now() < end; );
          done();
        }),
      ),
  );
  await page.waitForFunction(
    () => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0).length > 0,
  );
}

function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks);
}

function sample(documents: readonly SearchDocument[]): string[] {
  const step = Math.max(1, Math.floor(documents.length / QUERIES));
  return documents
    .filter((_, index) => index % step === 0)
    .slice(0, QUERIES)
    .map(({ title }) => title.toLowerCase());
}

/** Path → content: the page, its scripts, the index, and a page for every document's excerpts. */
async function siteFiles(
  documents: readonly SearchDocument[],
  files: readonly IndexFile[],
): Promise<Map<string, string | Uint8Array>> {
  const scripts = await bundleDialog();
  const main = scripts.find((script) => script.type === 'chunk' && script.isEntry);
  const page = `<!doctype html><html lang="en"><title>Bench</title>
    <main>A page.</main><script type="module" src="/${main?.fileName}"></script></html>`;
  return new Map<string, string | Uint8Array>([
    ['/', page],
    ...files.map(({ name, content }) => [`/api/search/${name}`, content] as const),
    ...documents.map((document) => [`/docs/${document.id}/`, pageOf(document)] as const),
    ...scripts.map(
      (script) =>
        [`/${script.fileName}`, script.type === 'chunk' ? script.code : script.source] as const,
    ),
  ]);
}

function pageOf({ title, records }: SearchDocument): string {
  const sections = records.map(
    ({ anchor, heading, text }) =>
      `<h2 id="${asHtml(anchor)}">${asHtml(heading)}</h2><p>${asHtml(text)}</p>`,
  );
  return `<!doctype html><html lang="en"><title>${asHtml(title)}</title>
    <main><div class="prose">${sections.join('\n')}</div></main></html>`;
}

function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

async function bundleDialog(): Promise<Rolldown.RolldownOutput['output']> {
  const dialog = join(import.meta.dirname, '../../src/site/client/search/search-dialog.ts');
  const entry = `
    import { openSearch } from '${dialog}';
    addEventListener('keydown', (event) => {
      if (event.key !== '/' || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      openSearch();
    });
  `;
  return bundleEntry(entry);
}

async function serve(files: ReadonlyMap<string, string | Uint8Array>) {
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    const content = files.get(path);
    const type = path.endsWith('.js')
      ? 'text/javascript'
      : path.endsWith('.json')
        ? 'application/json'
        : 'text/html; charset=utf-8';
    response.writeHead(content === undefined ? 404 : 200, { 'Content-Type': type });
    response.end(content ?? '');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => server.close(),
  };
}
