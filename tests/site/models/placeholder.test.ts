import { expect, test } from 'vitest';
import { placeholdersIn } from '../../../src/site/models/placeholder.ts';

test('placeholders stand in double braces, or in single ones for what a run knows', () => {
  const text = 'Hi {author}, see {{ video_url }} before {{{raw}}} and {} and {Not this}';
  expect(placeholdersIn(text)).toEqual([
    { name: 'author', written: '{author}', index: 3 },
    { name: 'video_url', written: '{{ video_url }}', index: 17 },
    { name: 'raw', written: '{{raw}}', index: 41 },
  ]);
});
