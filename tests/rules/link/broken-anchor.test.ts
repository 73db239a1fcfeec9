/** A fragment that is nearly right is answered with the one that was meant. */
import { expect, test } from 'vitest';
import {
  EXAMPLE_SOP,
  exampleDocument,
  exampleWorkflow,
} from '../../../src/rules/engine/example-files.ts';
import { diagnosticsOf } from '../../support/content.ts';

function brokenAnchors(link: string): [message: string, suggestion: string | undefined][] {
  const files = {
    'sop.md': EXAMPLE_SOP,
    'flow.md': exampleWorkflow(),
    'guide.md': exampleDocument('doc.guide', `See [it](${link}).\n`),
  };
  return diagnosticsOf(files)
    .filter(({ code }) => code === 'link/broken-anchor')
    .map(({ message, suggestion }) => [message, suggestion?.text]);
}

test('a task of a workflow is suggested', () => {
  expect(brokenAnchors('flow.md#task-publsh')).toEqual([
    [
      '`#task-publsh` is no heading or task of `flow.md` — correct the fragment. Did you mean `#task-publish`?',
      '#task-publish',
    ],
  ]);
});

test('a step is suggested where there are no tasks', () => {
  expect(brokenAnchors('sop.md#step-upload-vido')).toEqual([
    [
      '`#step-upload-vido` is no heading or step of `sop.md` — correct the fragment. Did you mean `#step-upload-video`?',
      '#step-upload-video',
    ],
  ]);
});

test('a task that is there is no finding', () => {
  expect(brokenAnchors('flow.md#task-publish')).toEqual([]);
});
