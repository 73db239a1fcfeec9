/**
 * Code in colour, by Shiki, as spans with classes: the stylesheet has the colours of both themes,
 * and a page needs no `style`.
 */
import type { ElementContent } from 'hast';
import type { HighlighterCore, LanguageRegistration, ThemedToken } from 'shiki';
import { loadModule } from './load-module.ts';

/** Longer code is shown plain: nobody reads it for its colours. */
const MAX_LENGTH = 50_000;

/** The lines of `code`, without line ends. Code of an unknown language stays plain text. */
export function highlightCode(code: string, language: string | undefined): ElementContent[][] {
  const id = language === undefined || code.length > MAX_LENGTH ? undefined : load(language);
  if (id === undefined) return code.split('\n').map((line) => (line === '' ? [] : [text(line)]));
  const lines = highlighter?.codeToTokensBase(code, { lang: id, theme: THEME }) ?? [];
  return lines.map((line) => mergeEqual(line).map(paint));
}

const THEME = 'classes';
let highlighter: HighlighterCore | undefined;

/** Shiki's name of the language once its grammar is loaded; undefined for one it does not know. */
function load(language: string): string | undefined {
  const { bundledLanguagesInfo } = loadModule<typeof import('shiki/langs')>('shiki/langs');
  const name = language.toLowerCase();
  const info = bundledLanguagesInfo.find(
    ({ id, aliases }) => id === name || aliases?.includes(name),
  );
  if (!info) return undefined;
  highlighter ??= createHighlighter();
  if (!highlighter.getLoadedLanguages().includes(info.id)) {
    const path = `shiki/dist/langs/${info.id}.mjs`;
    highlighter.loadLanguageSync(loadModule<{ default: LanguageRegistration[] }>(path).default);
  }
  return info.id;
}

function createHighlighter(): HighlighterCore {
  const { createCssVariablesTheme, createHighlighterCoreSync } =
    loadModule<typeof import('shiki/core')>('shiki/core');
  const { createJavaScriptRegexEngine } =
    loadModule<typeof import('shiki/engine/javascript')>('shiki/engine/javascript');
  return createHighlighterCoreSync({
    langs: [],
    themes: [createCssVariablesTheme({ name: THEME })],
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
