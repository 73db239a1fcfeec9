/** What the module of an MDX document hands to Astro. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MDX_COMPONENTS } from '../../../schemas/mdx-components.ts';
import { mdxFromPortal } from '../../../src/site/integration/mdx-processor.ts';
import { offerPortal } from '../../../src/site/integration/portal-slot.ts';
import { doc } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';

async function moduleOf(text: string): Promise<string> {
  const portal = portalOf({ 'a.mdx': doc('doc.a', text) });
  offerPortal(() => portal);
  const renderer = await mdxFromPortal().createMdxRenderer?.({} as never, {} as never);
  return (await renderer?.process('', 'doc.a.mdx', {} as never))?.code ?? '';
}

test('components get the attributes they take and nothing else, whatever the rules let through', async () => {
  const written = '<Callout type="tip" set:html="<b>x</b>" client:load slot="y" title="T" />\n';
  const code = await moduleOf(written);
  expect(code).toContain('_jsx(components.Callout, { "type":"tip","title":"T", children: [] })');
  expect(code).not.toMatch(/<b>|client:load|slot/);
});

test('a component that there is not becomes no code', async () => {
  await expect(moduleOf('<Chart type="tip" />\n')).rejects.toThrow('`<Chart>`');
});

test('the table of attributes says what the components read', () => {
  const folder = join(import.meta.dirname, '../../../src/site/components/mdx');
  const read = readdirSync(folder).map((file) => {
    const [, props = ''] =
      /interface Props \{([^}]*)\}/.exec(readFileSync(join(folder, file), 'utf8')) ?? [];
    const names = [...props.matchAll(/readonly (\w+)\?: string;/g)].map(([, name]) => name);
    return [file.replace('.astro', ''), names.sort()];
  });
  const taken = [...MDX_COMPONENTS].map(([name, attributes]) => [
    name,
    [...attributes.keys()].sort(),
  ]);
  expect(read.sort()).toEqual(taken.sort());
});
