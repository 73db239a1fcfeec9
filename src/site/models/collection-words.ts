/** How the pages of systems, tags and owners speak of them. */
import type { CollectionKind } from './collections.ts';

interface CollectionWords {
  readonly title: string;
  readonly noun: string;
  /** What the groups are for, in one sentence. */
  readonly summary: string;
  /** Frontmatter key that makes a group. */
  readonly key: string;
  /** What the page of one group lists. */
  about(label: string): string;
}

export const COLLECTION_WORDS: Readonly<Record<CollectionKind, CollectionWords>> = {
  systems: {
    title: 'Systems',
    noun: 'system',
    summary: 'Each page lists every document and task that touches it.',
    key: 'systems',
    about: (label) => `Everything that touches ${label}.`,
  },
  tags: {
    title: 'Tags',
    noun: 'tag',
    summary: 'Each page lists the documents that carry it.',
    key: 'tags',
    about: (label) => `Documents with the tag “${label}”.`,
  },
  owners: {
    title: 'Owners',
    noun: 'owner',
    summary: 'Each page lists the documents in one pair of hands.',
    key: 'owner',
    about: (label) => `Documents that ${label} looks after.`,
  },
};
