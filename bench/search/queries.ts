/**
 * Queries for a corpus nobody has judged. What a query is made of is taken out of the index
 * first, so that it cannot find itself: a document's summary, a section's heading, a section's
 * first sentence. Typos are made in titles, which stay: one slip in the longest word.
 */
import type { SearchDocument } from '../../src/search/records.ts';

export interface HeldOut {
  readonly documents: readonly SearchDocument[];
  readonly queries: readonly { readonly kind: Kind; readonly text: string; readonly id: string }[];
}

type Kind = 'summary' | 'heading' | 'sentence' | 'typo';

const SEED = 20_260_101;
const MAX_WORDS = 12;

export function holdOut(documents: readonly SearchDocument[]): HeldOut {
  const random = mulberry32(SEED);
  const queries: { kind: Kind; text: string; id: string }[] = [];
  const titles = new Map<string, number>();
  for (const { title } of documents) titles.set(title, (titles.get(title) ?? 0) + 1);
  const indexed = documents.map((document): SearchDocument => {
    const { id, title, records } = document;
    if (titles.get(title) === 1) {
      const typo = slip(title, random);
      if (typo !== undefined) queries.push({ kind: 'typo', text: typo, id });
    }
    // One section in ten gives a query, so that enough of every document stays.
    const changed = records.map((record, position) => {
      if (position === 0 || random() > 0.1) return record;
      if (random() < 0.5 && record.heading.split(/\s+/).length > 2) {
        queries.push({ kind: 'heading', text: record.heading, id });
        return { ...record, heading: '' };
      }
      const [, sentence, rest] = /^(.{30,400}?[.!?])\s+(\S.{80,})$/s.exec(record.text) ?? [];
      if (sentence === undefined || rest === undefined) return record;
      queries.push({ kind: 'sentence', text: firstWords(sentence), id });
      return { ...record, text: rest };
    });
    const [opening, ...sections] = changed;
    const isSummary =
      opening !== undefined && /^.{30,400}$/.test(opening.text) && sections.length > 1;
    if (!isSummary) return { ...document, records: changed };
    queries.push({ kind: 'summary', text: firstWords(opening.text), id });
    return { ...document, records: [{ ...opening, text: '' }, ...sections] };
  });
  return { documents: indexed, queries };
}

function firstWords(text: string): string {
  return text.split(/\s+/).slice(0, MAX_WORDS).join(' ');
}

/** One letter left out, doubled, changed or swapped with the next. */
function slip(title: string, random: () => number): string | undefined {
  const words = title.split(/\s+/);
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a), '');
  if (!/^[A-Za-z]{5,}$/.test(longest)) return undefined;
  const at = 1 + Math.floor(random() * (longest.length - 2));
  const [head, letter, next, tail] = [
    longest.slice(0, at),
    longest.charAt(at),
    longest.charAt(at + 1),
    longest.slice(at + 2),
  ];
  const forms = [
    head + next + tail,
    head + letter + letter + next + tail,
    `${head}${letter === 'x' ? 'q' : 'x'}${next}${tail}`,
    head + next + letter + tail,
  ];
  const form = forms[Math.floor(random() * forms.length)] ?? longest;
  return words.map((word) => (word === longest ? form : word)).join(' ');
}

/** Mulberry32 (Ettinger, 2017): small, seeded, the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
