/** Who may do what, as one table. */
import { expect, test } from 'vitest';
import { WORK_ROLES } from '../../schemas/work-roles.ts';
import { EVENTS } from '../../src/workflow/run/events.ts';
import { type Command, NEEDED_ROLE, permit } from '../../src/workspace/roles.ts';

const PERSON = { kind: 'person', id: 'ada' } as const;
const AGENT = { kind: 'agent', id: 'bot' } as const;
const COMMANDS = Object.keys(NEEDED_ROLE) as Command[];

test('each role includes the ones before it, and `none` may do nothing', () => {
  for (const command of COMMANDS) {
    const granted = WORK_ROLES.map(
      (role) => permit(command, { role, actor: PERSON }) === 'granted',
    );
    expect(granted[0], command).toBe(false);
    expect(granted.indexOf(true), command).toBe(WORK_ROLES.indexOf(NEEDED_ROLE[command]));
    expect(granted.slice(granted.indexOf(true)).every(Boolean), command).toBe(true);
  }
});

test('every event of a run has its row', () => {
  expect(Object.keys(EVENTS).filter((type) => !(type in NEEDED_ROLE))).toEqual([]);
});

test('agents decide nothing that people do, and leave the tasks of others alone', () => {
  const may = (command: Command, owner?: string) =>
    permit(command, { role: 'administrator', actor: AGENT, ...(owner !== undefined && { owner }) });
  expect(COMMANDS.filter((command) => may(command) === 'needs-person').sort()).toEqual([
    'administer',
    'adopt',
    'approve',
    'assign',
    'cancel',
    'keep-register',
    're-anchor',
  ]);
  expect([may('complete'), may('complete', 'bot'), may('complete', 'ada')]).toEqual([
    'granted',
    'granted',
    'not-yours',
  ]);
  expect(permit('complete', { role: 'operator', actor: PERSON, owner: 'bot' })).toBe('granted');
});
