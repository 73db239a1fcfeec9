/**
 * Code in colour, by Shiki, as spans with classes: the stylesheet has the colours of both themes,
 * and a page needs no `style`.
 */
import type { ElementContent } from 'hast';
import type { HighlighterCore, LanguageRegistration, ThemedToken } from 'shiki';
import { loadModule } from '../../source/load-module.ts';

/** Longer code is shown plain: nobody reads it for its colours. */
const MAX_LENGTH = 50_000;
/** The same for one line, whose time can grow faster than its length. */
const MAX_LINE_LENGTH = 2_000;

/** The lines of `code`, without line ends. Code of an unknown language stays plain text. */
export function highlightCode(code: string, language: string | undefined): ElementContent[][] {
  const known = language === undefined || code.length > MAX_LENGTH ? undefined : load(language);
  if (!known) return code.split('\n').map((line) => (line === '' ? [] : [text(line)]));
  const lines = known.highlighter.codeToTokensBase(code, {
    lang: known.id,
    theme: THEME,
    tokenizeMaxLineLength: MAX_LINE_LENGTH,
    // A limit in time would leave a busy machine with other colours than an idle one.
    tokenizeTimeLimit: 0,
  });
  return lines.map((line) => mergeEqual(line).map(paint));
}

const THEME = 'classes';

interface KnownLanguage {
  /** Shiki's name of it. */
  readonly id: string;
  readonly highlighter: HighlighterCore;
}

/**
 * Each language has a highlighter of its own: in a common one a grammar would colour what is
 * embedded in it by what other pages happened to load before.
 */
const loaded = new Map<string, KnownLanguage>();

/** Undefined for a language Shiki does not know. */
function load(language: string): KnownLanguage | undefined {
  const { bundledLanguagesInfo } = loadModule<typeof import('shiki/langs')>('shiki/langs');
  const name = language.toLowerCase();
  const id = bundledLanguagesInfo.find(
    ({ id: own, aliases }) => own === name || aliases?.includes(name),
  )?.id;
  if (id === undefined) return undefined;
  const known = loaded.get(id) ?? { id, highlighter: createHighlighter(id) };
  loaded.set(id, known);
  return known;
}

function createHighlighter(language: string): HighlighterCore {
  const path = `shiki/dist/langs/${language}.mjs`;
  const { createCssVariablesTheme, createHighlighterCoreSync } =
    loadModule<typeof import('shiki/core')>('shiki/core');
  const { createJavaScriptRegexEngine } =
    loadModule<typeof import('shiki/engine/javascript')>('shiki/engine/javascript');
  return createHighlighterCoreSync({
    langs: loadModule<{ default: LanguageRegistration[] }>(path).default,
    themes: [createCssVariablesTheme({ name: THEME })],
    // One for each language is meant, and each is made once.
    warnings: false,
    // Some grammars use what JavaScript has no counterpart for; their words then stay plain.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
}

interface Run {
  readonly className: string | undefined;
  readonly content: string;
}

/** Neighbours of one colour become one span. */
function mergeEqual(tokens: readonly ThemedToken[]): Run[] {
  const runs: Run[] = [];
  for (const { content, color } of tokens) {
    const className = /^var\(--shiki-token-([a-z-]+)\)$/.exec(color ?? '')?.[1];
    const last = runs.at(-1);
    const isBlank = content.trim() === '';
    if (last && (isBlank || last.className === className)) {
      runs[runs.length - 1] = { ...last, content: last.content + content };
    } else runs.push({ className: isBlank ? undefined : className, content });
  }
  return runs;
}

function paint({ className, content }: Run): ElementContent {
  if (className === undefined) return text(content);
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: [`code-${className}`] },
    children: [text(content)],
  };
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}
