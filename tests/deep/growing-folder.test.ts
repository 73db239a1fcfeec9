/** A folder may hold thousands of documents: the page of each of them stays as it was. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { build } from '../support/build.ts';
import { doc, temporaryFolder } from '../support/content.ts';

const ELSEWHERE = 10;

/** Bytes of one page of a portal that has `count` documents in one folder. */
async function pageSize(count: number): Promise<number> {
  const name = (index: number) => `doc.ops.intake.d${String(index).padStart(4, '0')}`;
  const files = Array.from({ length: count }, (_, index) => [
    `content/ops/intake/${name(index)}.md`,
    doc(name(index), `See [[${name(20)}]] and [[${name((index + 1) % count)}]].\n`),
  ]);
  const others = Array.from({ length: ELSEWHERE }, (_, index) => [
    `content/area-${index}/other.md`,
    doc(`doc.area-${index}.other`, 'Text.\n'),
  ]);
  const folder = temporaryFolder(Object.fromEntries([...files, ...others]));
  const out = join(folder, 'dist');
  expect(await build({ content: join(folder, 'content'), out })).toBe(0);
  return readFileSync(join(out, 'docs', name(20), 'index.html')).length;
}

test('a page grows by less than a kilobyte when its folder grows forty times', async () => {
  const small = await pageSize(50);
  const large = await pageSize(2000);
  expect(small).toBeGreaterThan(2000);
  expect(large - small).toBeLessThan(1000);
});
