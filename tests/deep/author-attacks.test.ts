/**
 * Documents of an author who wants to run scripts, load from elsewhere or lead readers away, built
 * and served as they are in use, and read by somebody who is signed in: nothing of it happens, and
 * nothing that could make it happen is on any page. Seeded; a failure names what was written.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { env } from 'node:process';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  attack,
  EVERY_ATTACK,
  HOSTILE_SVG,
  hostileWords,
  SCRIPT_FILE,
} from '../support/attacks.ts';
import fc from '../support/generated.ts';
import { emittedPaths } from '../support/running-portal.ts';
import { SignedInBrowser } from '../support/signed-in.ts';

const isFull = env.OPSBOOK_TEST_FULL !== undefined;
const ATTACKS = isFull ? 500 : 160;
const NAMES = isFull ? 60 : 20;

const folder = mkdtempSync(join(tmpdir(), 'opsbook-attacks-'));
/** What was written for a page, by the id of its document. */
const written = new Map<string, string>();
let browser: SignedInBrowser;

function write(path: string, text: string): void {
  const file = join(folder, 'content', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

beforeAll(async () => {
  const attacks = [...EVERY_ATTACK, ...fc.sample(attack, ATTACKS - EVERY_ATTACK.length)];
  const words = fc.sample(hostileWords, NAMES * 6);
  for (const [index, { extension, body }] of attacks.entries()) {
    // Without a type of its own a document is published whatever is found in it.
    write(`legacy/attack-${index}.${extension}`, `${body}\n`);
    written.set(`doc.legacy.attack-${index}`, body);
  }
  for (let index = 0; index < NAMES; index++) {
    const [title, summary, owner, heading, source, text] = words.slice(index * 6, index * 6 + 6);
    const id = `doc.named-${index}`;
    const keys = { id, title, doc_type: 'doc', summary, owner, source };
    const yaml = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`);
    const domain = `<img src=x onerror=authored=${index}>"'`;
    write(
      `${domain}/"onload="authored=1 ${index}.md`,
      `---\n${yaml.join('')}---\n\n## \`${heading?.replaceAll(/[\n`]/g, ' ')}\`\n\n\`${text}\` [[doc.start]]\n`,
    );
    written.set(id, JSON.stringify(keys));
  }
  write(
    'start.md',
    `---\nid: doc.start\ntitle: Start\ndoc_type: doc\n---\n\n[script](x.js) ![svg](i.svg)\n`,
  );
  write('flow.md', hostileWorkflow(words));
  for (const path of ['', 'legacy/']) {
    write(`${path}x.js`, SCRIPT_FILE);
    write(`${path}i.svg`, HOSTILE_SVG);
    write(`${path}b.md`, '[x](x.js) ![x](i.svg)\n');
  }
  browser = await SignedInBrowser.start(join(folder, 'content'));
});

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function hostileWorkflow(words: readonly string[]): string {
  const word = (index: number) => JSON.stringify(words[index % words.length]);
  return `---
id: task-template.flow
title: ${word(0)}
doc_type: task-template
template:
  type: flow
  emoji: "<img src=x onerror=authored=1>"
  anchor: { label: ${word(2)} }
  trigger: { type: manual }
  roles: { operator: ${word(3)} }
  defaultAssignee: operator
  references:
    - { name: ${word(4)}, url: "https://example.org/\\"onclick=authored=1" }
  phases:
    - { id: publication, name: ${word(5)}, stage: preparation }
  tasks:
    - { refId: one, description: ${word(6)}, offsetDays: -1, phase: publication, instructionsUrl: "https://example.org/'><script>authored=1</script>" }
    - { refId: two, description: ${word(7)}, offsetDays: 0, phase: publication, dependsOn: [one], stageOnComplete: done }
---

Text.
`;
}

/** Everything on a page that could act, load, send or lead away on behalf of an author. */
function dangersIn(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const dangers: string[] = [];
    const { origin } = location;
    const urls = [
      'href',
      'src',
      'srcset',
      'action',
      'formaction',
      'poster',
      'background',
      'data',
      'cite',
      'ping',
      'longdesc',
      'xlink:href',
      'lowsrc',
      'manifest',
      'usemap',
      'codebase',
    ];
    const loading = new Set([
      'src',
      'srcset',
      'poster',
      'background',
      'data',
      'lowsrc',
      'manifest',
      'codebase',
      'action',
      'formaction',
      'ping',
    ]);
    const forbidden =
      'iframe, frame, frameset, object, embed, applet, portal, base, style, meta[http-equiv], template, audio, video, math, .prose noscript, plaintext, dialog[open]';
    for (const element of document.querySelectorAll(forbidden)) dangers.push(element.outerHTML);
    for (const element of document.querySelectorAll('*')) {
      const { localName } = element;
      for (const { name, value } of element.attributes) {
        if (/^on/i.test(name) || name === 'srcdoc' || name === 'style')
          dangers.push(`${localName} ${name}`);
        if (!urls.includes(name.toLowerCase()) || value === '') continue;
        const url = URL.parse(value, location.href);
        // An address of the web that is none leads nowhere.
        if (!url && /^https?:/i.test(value)) continue;
        if (!url || !['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol))
          dangers.push(`${name}=${value}`);
        else if (loading.has(name.toLowerCase()) && url.origin !== origin)
          dangers.push(`${name}=${value}`);
      }
      const isOwn = (url: string | null) => url?.startsWith('/_astro/') === true;
      if (localName === 'script' && !isOwn(element.getAttribute('src')))
        dangers.push(element.outerHTML);
      if (localName === 'link' && !isOwn(element.getAttribute('href')))
        dangers.push(element.outerHTML);
      const isInText = element.closest('.prose') !== null && element.closest('.planner') === null;
      if (
        isInText &&
        /^(?:form|button|textarea|select|slot|dialog|link|meta|script)$/.test(localName)
      ) {
        // Scripts of the portal add buttons, which have a type.
        if (localName !== 'button' || !(element instanceof HTMLButtonElement) || element.form)
          dangers.push(element.outerHTML);
      }
      if (
        isInText &&
        localName === 'input' &&
        !(element as HTMLInputElement).disabled &&
        element.closest('li, .tab-list') === null
      )
        dangers.push(element.outerHTML);
    }
    for (const name of [
      'querySelectorAll',
      'querySelector',
      'getElementById',
      'createElement',
      'addEventListener',
    ] as const) {
      if (typeof document[name] !== 'function') dangers.push(`document.${name}`);
    }
    if (document.body?.localName !== 'body' || document.defaultView !== window)
      dangers.push('document.body');
    if (document.querySelectorAll('[id="page:sidebar"]').length > 1) dangers.push('page:sidebar');
    if ('authored' in window) dangers.push('a script of the author has run');
    return dangers;
  });
}

test('what an attacker writes does nothing to a reader', async () => {
  const { portal } = browser;
  const { origin } = new URL(portal.url);
  const page = await browser.open();
  const left: string[] = [];
  let address = '';
  await page.route(
    (url) => url.origin !== origin,
    (route) => {
      left.push(`${address} → ${route.request().url()}`);
      return route.abort();
    },
  );
  page.on('dialog', (dialog) => {
    left.push(`${address} opens a dialog`);
    return dialog.dismiss();
  });
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      Object.assign(window, { violation: `${violatedDirective} ${blockedURI}` });
    });
  });
  const found: string[] = [];
  const pages = emittedPaths(portal.dist).filter(
    (path) => path.endsWith('index.html') && !path.startsWith('rules/'),
  );
  expect(pages.length).toBeGreaterThan(ATTACKS + NAMES);
  for (const path of pages) {
    address = `/${path
      .replace(/index\.html$/, '')
      .split('/')
      .map(encodeURIComponent)
      .join('/')}`;
    const response = await page.goto(address);
    const id = /^docs\/([^/]*)\//.exec(path)?.[1] ?? '';
    const text = written.get(id) ?? '';
    const problems = await dangersIn(page);
    const violation = await page.evaluate(() => (window as { violation?: string }).violation);
    if (violation) problems.push(violation);
    if (response?.status() !== 200) problems.push(`status ${response?.status()}`);
    if (new URL(page.url()).pathname !== new URL(address, origin).pathname)
      problems.push(`is at ${page.url()}`);
    if (problems.length > 0) found.push(`${address}: ${problems.join(', ')} — written: ${text}`);
  }
  expect(found).toEqual([]);
  expect(left).toEqual([]);
  expect(browser.complaints).toEqual([]);
  await page.context().close();
});

test('files of an author do nothing when they are opened by themselves', async () => {
  const page = await browser.open();
  const files = emittedPaths(browser.portal.dist).filter((path) => /^images\/.*\.svg$/.test(path));
  expect(files).not.toEqual([]);
  for (const path of files) {
    await page.goto(`/${path}`).catch(() => undefined);
    expect(await page.evaluate(() => 'authored' in window)).toBe(false);
  }
  await page.context().close();
});
