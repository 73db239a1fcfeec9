/** A change of many files that is killed at every step, and what becomes of it. */
import { expect, test } from 'vitest';
import { finishInterrupted, interruptedCommand } from '../../src/project/content-change.ts';
import { temporaryFolder } from '../support/content.ts';
import { commitAll } from '../support/git.ts';
import { after, changeKilled, contentOf, files } from '../support/killed-change.ts';

test.each(['on disk', 'in Git'])('a killed change %s is finished by the next', (where) => {
  let interrupted = 0;
  let isKilled = true;
  for (let steps = 0; isKilled; steps++) {
    expect(steps).toBeLessThan(40);
    const folder = temporaryFolder(files);
    if (where === 'in Git') commitAll(folder);
    isKilled = changeKilled(folder, steps);
    const command = interruptedCommand(folder);
    const finished = finishInterrupted(folder);
    expect(finished?.command).toBe(command);
    if (finished) {
      interrupted++;
      expect(finished.sentence).toBe(
        '`opsbook move a.md team/` was interrupted; it is finished now.',
      );
    }
    const left = contentOf(folder);
    // Before anything was written down, nothing has happened but a draft that the next try takes.
    const known = Object.entries(left).filter(([path]) => !path.startsWith('.'));
    expect([files, after]).toContainEqual(Object.fromEntries(known));
    if (command !== undefined || !isKilled) expect(left).toEqual(after);
  }
  expect(interrupted).toBeGreaterThan(5);
});
