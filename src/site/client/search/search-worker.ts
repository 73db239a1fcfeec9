/** Loads and asks the index away from the page, so that typing never waits for it. */
import { fileUrl, SEARCH_FOLDER } from '../../../../schemas/addresses.ts';
import {
  type BodyFile,
  type FirstFile,
  IndexError,
  parseBodyFile,
  parseFirstFile,
} from '../../../search/index-files.ts';
import { SearchIndex } from '../../../search/query.ts';
import type { Failure, Question, Reply } from './search-messages.ts';

const FOLDER = `${fileUrl(SEARCH_FOLDER)}/`;
const scope = self as unknown as {
  postMessage(message: Reply): void;
  onmessage: (event: MessageEvent<Question>) => void;
};

let opened: Promise<SearchIndex> | undefined;
let latest: Question | undefined;

scope.onmessage = ({ data }) => {
  latest = data;
  search(data);
};

async function search(question: Question): Promise<void> {
  try {
    opened ??= open();
    const index = await opened;
    // Only the last thing typed is worth a search.
    if (question !== latest) return;
    const { number, query, limit, isTyping } = question;
    scope.postMessage({ number, results: index.search(query, { limit, isTyping }) });
  } catch (error) {
    opened = undefined;
    scope.postMessage({ number: question.number, failure: failureOf(error) });
  }
}

/** Titles and headings are searched at once, and again with the texts when they follow. */
async function open(): Promise<SearchIndex> {
  const first = parseFirstFile(await load('index.json'));
  completeFrom(first);
  return new SearchIndex(first);
}

async function completeFrom(first: FirstFile): Promise<void> {
  try {
    const bodies = await Promise.all(first.body.map(loadBody));
    opened = Promise.resolve(new SearchIndex(first, bodies));
    if (latest) search(latest);
  } catch (error) {
    if (latest) scope.postMessage({ number: latest.number, failure: failureOf(error) });
    opened = undefined;
  }
}

async function loadBody(name: string): Promise<BodyFile> {
  return parseBodyFile(await load(name));
}

class LoadError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure);
    this.failure = failure;
  }
}

async function load(name: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(FOLDER + name, { redirect: 'manual', cache: 'no-cache' });
  } catch {
    throw new LoadError('offline');
  }
  const isTurnedAway = response.type === 'opaqueredirect' || [401, 403].includes(response.status);
  if (isTurnedAway) throw new LoadError('signed-out');
  // A build was swapped in between: what the first file names is no longer there.
  if (response.status === 404 && name !== 'index.json') throw new LoadError('outdated');
  if (!response.ok) throw new LoadError('unavailable');
  return await response.text();
}

function failureOf(error: unknown): Failure {
  if (error instanceof LoadError) return error.failure;
  return error instanceof IndexError ? error.reason : 'damaged';
}
