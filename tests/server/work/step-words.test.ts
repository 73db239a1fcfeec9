/** Of the steps that tasks name, the words are kept as a reader sees them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGE_SLOTS } from '../../../schemas/page-slots.ts';
import { openStepWords } from '../../../src/server/work/step-words.ts';
import { temporaryFolder } from '../../support/content.ts';
import { compileSmall } from '../../workflow/runtime-template.ts';

const HASH = `sha256:${'1'.repeat(64)}`;

test('words of a step are found by its hash, and of a page that is gone nothing is said', async () => {
  const dist = temporaryFolder();
  mkdirSync(join(dist, 'docs/sop.a'), { recursive: true });
  const { start, end } = PAGE_SLOTS.body;
  writeFileSync(
    join(dist, 'docs/sop.a/index.html'),
    `<li data-step="${HASH}">Outside</li>${start}<ol><li id="step-1" data-step="${HASH}">` +
      '<a class="permalink" href="#step-1">#</a>\n<p>Ask &amp; <em>wait</em>.</p>\n' +
      `<ul><li>Twice</li></ul></li></ol>${end}`,
  );
  const small = compileSmall([{ offsetDays: 0 }, { offsetDays: 1 }, { offsetDays: 2 }]);
  const at = { title: 'A', url: '/docs/sop.a/#step-1' };
  const template = {
    ...small,
    taskDefinitions: small.taskDefinitions.map((task, index) => ({
      ...task,
      ...(index < 2 && {
        instruction: { ...at, docId: ['sop.a', 'sop.gone'][index] ?? '', stepHash: HASH },
      }),
    })),
  };
  expect(await openStepWords(dist)(template)).toEqual({ [HASH]: 'Ask & wait.\nTwice' });
});
