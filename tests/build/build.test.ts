/** A built portal as files on disk: what is there, what leads where, and what never is. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'parse5';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { rules } from '../../src/rules/all-rules.ts';
import { readSources } from '../../src/source/read-sources.ts';
import { build } from '../support/build.ts';
import { doc, type Files, temporaryFolder, writeFolder } from '../support/content.ts';
import { elementsOf, inlineParts, type PageElement } from '../support/page-elements.ts';
import { emittedPaths } from '../support/running-portal.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CONTENT = join(ROOT, 'content');

/** Path → SHA-256 of every file of a build. */
function digest(dist: string): Map<string, string> {
  const hash = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(dist, path)))
      .digest('hex');
  return new Map(emittedPaths(dist).map((path) => [path, hash(path)]));
}

interface Node {
  readonly nodeName: string;
  readonly attrs?: readonly { readonly name: string; readonly value: string }[];
  readonly childNodes?: readonly Node[];
}

/** Ids of the title, the tasks and the text: all that comes from the author. */
function authoredIds(node: Node, isInText = false): string[] {
  const attributes = new Map(node.attrs?.map(({ name, value }) => [name, value]));
  // The ids of a drawing and of a planner serve their own parts only.
  if (node.nodeName === 'svg' || attributes.get('class') === 'planner') return [];
  const id = attributes.get('id');
  const isAuthored = isInText || node.nodeName === 'h1' || attributes.get('class') === 'task';
  const isText = isInText || attributes.get('class') === 'prose';
  return [
    ...(isAuthored && id !== undefined ? [id] : []),
    ...(node.childNodes ?? []).flatMap((child) => authoredIds(child, isText)),
  ];
}

describe('the portal of the repository', () => {
  let dist: string;
  let pages: Map<string, PageElement[]>;

  beforeAll(async () => {
    dist = join(writeFolder(), 'dist');
    expect(await build({ content: CONTENT, out: dist })).toBe(0);
    pages = new Map(
      emittedPaths(dist)
        .filter((path) => path.endsWith('.html'))
        .map((path) => [path, elementsOf(readFileSync(join(dist, path), 'utf8'))]),
    );
    return () => rmSync(join(dist, '..'), { recursive: true, force: true });
  });

  test('has a page for every document, and the pages around them', () => {
    const { documents } = JSON.parse(readFileSync(join(dist, 'api/registry.json'), 'utf8'));
    expect(documents.length).toBeGreaterThan(15);
    const expected = documents.map(({ url }: { url: string }) => `${url.slice(1)}index.html`);
    expected.push('rules/index.html', ...rules.map(({ code }) => `rules/${code}/index.html`));
    for (const page of ['index.html', '404.html', 'all/index.html', 'workflows/index.html']) {
      expected.push(page);
    }
    expect([...pages.keys()]).toEqual(expect.arrayContaining(expected));
  });

  test('holds no script, style or event handler within a page', () => {
    const inline = [...pages].flatMap(([path, elements]) =>
      inlineParts(elements).map((name) => `${path}: <${name}>`),
    );
    expect(inline).toEqual([]);
  });

  test('leads nowhere but to what is there', () => {
    const files = new Set(emittedPaths(dist));
    const anchors = new Map(
      [...pages].map(([path, elements]) => [
        path,
        new Set(elements.map(({ attributes }) => attributes.get('id'))),
      ]),
    );
    let internal = 0;
    const broken = [...pages].flatMap(([path, elements]) => {
      const base = `http://portal/${path.replace(/index\.html$/, '')}`;
      return elements.flatMap(({ attributes }) => {
        const target = attributes.get('href') ?? attributes.get('src');
        if (target === undefined) return [];
        const url = new URL(target, base);
        if (url.host !== 'portal' || /^\/(?:sign-|account$|favicon)/.test(url.pathname)) return [];
        internal++;
        const file = decodeURIComponent(url.pathname.slice(1)).replace(/(?:^|\/)$/, '$&index.html');
        const anchor = decodeURIComponent(url.hash.slice(1));
        const isThere = files.has(file) && (anchor === '' || anchors.get(file)?.has(anchor));
        return isThere ? [] : [`${path} → ${target}`];
      });
    });
    expect(broken).toEqual([]);
    expect(internal).toBeGreaterThan(500);
  });

  test('answers to exactly the fragments that links may use', () => {
    const { registry } = loadRegistry(readSources(CONTENT));
    for (const { id, body, frontmatter } of registry.documents) {
      const html = readFileSync(join(dist, 'docs', id, 'index.html'), 'utf8');
      const tasks = frontmatter.template?.tasks.map(({ refId }) => `task-${refId}`) ?? [];
      expect(authoredIds(parse(html) as Node).sort()).toEqual([...body.anchors, ...tasks].sort());
    }
  });

  test('is the same bytes when built again', async () => {
    const again = join(temporaryFolder(), 'dist');
    await build({ content: CONTENT, out: again });
    expect(digest(again)).toEqual(digest(dist));
  });
});

describe('a small portal', () => {
  const files: Files = {
    'content/ops/references/moved.md': doc(
      'doc.ops.moved',
      'To here.\n',
      'aliases: [doc.ops.former]\n',
    ),
    'content/ops/references/picture.md': doc(
      'doc.ops.picture',
      '![A dot](dot.svg) and [Moved](doc:doc.ops.former).\n',
    ),
    'content/ops/references/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'content/ops/references/unused.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
  };

  test('leads from a former id to the document, and names images by their content', async () => {
    const folder = temporaryFolder(files);
    const dist = join(folder, 'dist');
    expect(await build({ content: join(folder, 'content'), out: dist })).toBe(0);
    const former = readFileSync(join(dist, 'docs/doc.ops.former/index.html'), 'utf8');
    expect(former).toContain('href="/docs/doc.ops.moved/"');
    expect(readFileSync(join(dist, '_redirects'), 'utf8')).toBe(
      '/docs/doc.ops.former/ /docs/doc.ops.moved/ 308\n' +
        '/docs/doc.ops.former.md /docs/doc.ops.moved.md 308\n',
    );
    const images = emittedPaths(dist).filter((path) => path.startsWith('images/'));
    expect(images).toEqual([expect.stringMatching(/^images\/[0-9a-f]{12}\.svg$/)]);
    const page = readFileSync(join(dist, 'docs/doc.ops.picture/index.html'), 'utf8');
    expect(page).toContain(`src="/${images[0]}"`);
    expect(page).toContain('href="/docs/doc.ops.moved/"');
  });

  test('shows nothing of another content root built before it', async () => {
    const before = temporaryFolder({
      'content/zebra/references/a.md': doc('doc.zebra.a', 'Zebrafinch.\n'),
      'content/zebra/references/b.mdx': doc('doc.zebra.b', '<Callout>Zebrafish</Callout>\n'),
    });
    const folder = temporaryFolder(files);
    const dist = join(folder, 'dist');
    expect(await build({ content: join(before, 'content'), out: dist })).toBe(0);
    expect(readFileSync(join(dist, 'docs/doc.zebra.b/index.html'), 'utf8')).toContain('Zebrafish');
    expect(await build({ content: join(folder, 'content'), out: dist })).toBe(0);
    const traces = emittedPaths(dist).filter(
      (path) => /zebra/i.test(path) || /zebra/i.test(readFileSync(join(dist, path), 'latin1')),
    );
    expect(traces).toEqual([]);
  });

  test('keeps the last good build when the content has errors', async () => {
    const folder = temporaryFolder(files);
    const content = join(folder, 'content');
    const dist = join(folder, 'dist');
    await build({ content, out: dist });
    const good = digest(dist);
    writeFileSync(join(content, 'ops/references/moved.md'), doc('doc.ops.moved', '[[gone]]'));
    expect(await build({ content, out: dist })).toBe(2);
    expect(digest(dist)).toEqual(good);
    expect(readdirSync(folder).sort()).toEqual(['content', 'dist']);
  });

  test('ends when an image is lost on the way, and publishes nothing', () => {
    const folder = temporaryFolder({
      'content/a.md': doc('doc.a', '![Shot](shot.svg)\n'),
      'content/shot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    });
    const from = (path: string) => JSON.stringify(pathToFileURL(join(ROOT, path)).href);
    // In a process of its own, which a thread that nobody ends keeps alive though the error is caught.
    const program = `
      import { readInputs } from ${from('src/build/build-inputs.ts')};
      import { buildPortal } from ${from('src/build/build-portal.ts')};
      import { openProject } from ${from('src/project/open-project.ts')};
      const inputs = readInputs(openProject('content', { cwd: process.cwd() }));
      let reads = 0;
      const lose = (asset) => ({ ...asset, read: () => {
        if (++reads > 1) throw new Error('It is gone.');
        return asset.read();
      } });
      const assets = new Map([...inputs.sources.assets].map(([path, asset]) => [path, lose(asset)]));
      const sources = { ...inputs.sources, assets };
      const options = { out: process.cwd() + '/dist', today: '2026-07-22' };
      await buildPortal({ ...inputs, sources }, options).catch((error) => {
        process.stderr.write(error.message);
        process.exitCode = 2;
      });
    `;
    // A file, as threads take over the flags of a program that is none.
    writeFileSync(join(folder, 'build.mjs'), program);
    const { status, stderr } = spawnSync(process.execPath, ['build.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 50_000,
    });
    expect([status, stderr]).toEqual([2, 'It is gone.']);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
  });

  test('never replaces a folder it did not build', async () => {
    const folder = temporaryFolder({ ...files, 'dist/thesis.txt': 'ten years of work' });
    await expect(
      build({ content: join(folder, 'content'), out: join(folder, 'dist') }),
    ).rejects.toThrow(/holds files that are no build/);
    expect(readFileSync(join(folder, 'dist/thesis.txt'), 'utf8')).toBe('ten years of work');
  });
});
