/** Records are left out of scoring; answers must not show it. */
import { expect, test } from 'vitest';
import { createAnalyzer } from '../../src/search/analyze.ts';
import { assembleIndex } from '../../src/search/assemble-index.ts';
import { buildIndexFiles } from '../../src/search/build-index.ts';
import { parseBodyFile, parseFirstFile } from '../../src/search/index-files.ts';
import { Vocabulary } from '../../src/search/occurrences.ts';
import { openIndexFiles } from '../../src/search/query.ts';
import { openMiniSearch, scoreRecords } from '../../src/search/score-records.ts';
import { Shortlist } from '../../src/search/shortlist.ts';
import fc from '../support/generated.ts';

const WORDS = Array.from({ length: 60 }, (_, number) => `w${number}x`);

/** Word n is in every (n + 1)th record, up to 340 times: some are nearly everywhere. */
function contentsOf(count: number): string[] {
  const documents = Array.from({ length: count }, (_, number) => {
    const text = WORDS.flatMap((word, n) => {
      const times = n % 20 === 7 ? 340 : 1 + ((number * 7 + n) % 5);
      return number % (n + 1) === 0 ? Array<string>(times).fill(word) : [];
    });
    return {
      ...{ id: `d${number}`, title: `Title ${WORDS[number % 60]}`, docType: 'doc', domain: '' },
      ...{ status: 'active', owner: '', systems: [], tags: [], aliases: [] },
      records: [{ anchor: '', heading: '', text: text.slice(-(1 + (number % 400))).join(' ') }],
    };
  });
  const settings = { language: 'en', synonyms: [['w3x', 'w40x']] };
  return buildIndexFiles(documents, settings).map(({ content }) => content);
}

test('the best are the best of all, though only some are scored', () => {
  const index = openIndexFiles(contentsOf(3000));
  const asked = fc.array(fc.constantFrom(...WORDS, 'w1', 'w', '"w4x"'), { minLength: 1 });
  fc.assert(
    fc.property(asked, fc.boolean(), (query, isTyping) => {
      const some = index.search(query.join(' '), { isTyping });
      // A limit that no answer reaches has every match scored.
      const all = index.search(query.join(' '), { isTyping, limit: 3001 });
      expect(some.hits).toEqual(all.hits.slice(0, 10));
      expect(some.total).toBe(all.hits.length);
    }),
    { numRuns: 40 },
  );
});

test('no record scores more than it may, and every match is scored', () => {
  const [first = '', ...bodies] = contentsOf(300);
  const plain = assembleIndex(
    parseFirstFile(first),
    bodies.map(parseBodyFile),
    createAnalyzer('en'),
  );
  const vocabulary = new Vocabulary(plain.index);
  const index = openMiniSearch(plain);
  const alternative = fc.record({
    term: fc.constantFrom(...WORDS, 'w1', 'w', 'titl', 'd7'),
    weight: fc.constantFrom(1, 0.8, 0.6),
    isPrefix: fc.boolean(),
  });
  const words = fc.array(fc.array(alternative, { minLength: 1, maxLength: 3 }), { minLength: 1 });
  fc.assert(
    fc.property(words, (asked) => {
      const shortlist = new Shortlist(vocabulary, 300, asked);
      const scores = scoreRecords(index, asked, shortlist, 0);
      const matches: number[] = [];
      shortlist.forEach((record) => {
        matches.push(record);
      });
      expect([...scores.keys()].sort((a, b) => a - b)).toEqual(matches);
      const beyond = [...scores].filter(([record, score]) => !shortlist.mayReach(record, score));
      expect(beyond).toEqual([]);
      const floor = shortlist.scoreReachedBy(20);
      const reaching = matches.filter((record) => shortlist.mayReach(record, floor));
      expect(reaching.length).toBeGreaterThanOrEqual(Math.min(20, matches.length));
    }),
  );
});
