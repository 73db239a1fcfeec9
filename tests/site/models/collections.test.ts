/** Documents and tasks under the system, tag or owner they share. */
import { expect, test } from 'vitest';
import { groupSlug } from '../../../schemas/addresses.ts';
import { collectGroups } from '../../../src/site/models/collections.ts';
import { doc } from '../../support/content.ts';
import { portalOf } from '../../support/portal.ts';

const WORKFLOW = `---
id: task-template.talk
title: Talk
doc_type: task-template
template:
  type: talk
  anchor: { label: Day }
  trigger: { type: manual }
  roles: { host: Host }
  defaultAssignee: host
  stages: [done]
  phases: [{ id: all, name: All, stage: done }]
  tasks:
    - refId: book-room
      description: Book the room
      phase: all
      offsetDays: 0
      stageOnComplete: done
      systems: [google-calendar]
---
`;

test('tasks and documents are together under what they share', () => {
  const portal = portalOf({
    'a.md': doc('doc.a', 'Text.\n', 'systems: [google-calendar]\ntags: [talks]\nowner: Ann\n'),
    'b.md': doc('doc.b', 'Text.\n', 'tags: [talks]\n'),
    'talk.md': WORKFLOW,
  });
  const { systems, tags, owners } = collectGroups(portal);
  expect(systems.map(({ slug, documents, tasks }) => [slug, documents.length, tasks])).toEqual([
    [
      'google-calendar',
      1,
      [
        {
          label: 'Book the room',
          url: '/docs/task-template.talk/#task-book-room',
          workflow: 'Talk',
        },
      ],
    ],
  ]);
  expect(tags.map(({ slug, documents }) => [slug, documents.length])).toEqual([['talks', 2]]);
  expect(owners.map(({ label, url }) => [label, url])).toEqual([['Ann', '/owners/ann/']]);
});

test.each([
  ['Google Calendar', 'google-calendar'],
  ['C++', 'c'],
  ['Küche', 'küche'],
  ['!', 'other'],
])('%s has the address %s', (name, slug) => {
  expect(groupSlug(name)).toBe(slug);
});
