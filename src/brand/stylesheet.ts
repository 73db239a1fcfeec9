/** Stylesheets of a brand: the one of its colours, and what keeps one of an owner from being published. */
import type { CSSToken } from '@csstools/css-tokenizer';
import { quote } from '../diagnostics/wording.ts';
import { loadModule } from '../source/load-module.ts';
import type { Palette, Theme } from './palette.ts';

/** Of no layer, so that it wins over the tokens of the design whichever is loaded first. */
export function coloursSheet({ light, dark }: Readonly<Record<Theme, Palette>>): string {
  const tokens = Object.keys(light) as (keyof Palette)[];
  const lines = tokens.map((name) => `  --${name}: light-dark(${light[name]}, ${dark[name]});`);
  return `:root {\n${lines.join('\n')}\n}\n`;
}

/** What loads a file, in small letters; `image-set` takes addresses without `url` as well. */
const LOADING = new Set(['url', 'src', 'image', 'image-set', '-webkit-image-set']);

/** Why a stylesheet is not published, as a clause behind its name; undefined when nothing is wrong. */
export function stylesheetProblem(bytes: Uint8Array): string | undefined {
  let css: string;
  try {
    css = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return 'is not UTF-8 — save it as that';
  }
  const { tokenize } =
    loadModule<typeof import('@csstools/css-tokenizer')>('@csstools/css-tokenizer');
  let broken: string | undefined;
  const tokens = tokenize(
    { css },
    {
      onParseError({ message, sourceStart }) {
        broken ??= `is no CSS in line ${lineOf(css, sourceStart)} — correct it: ${message}`;
      },
    },
  );
  const loading = tokens.find(loads);
  if (loading === undefined) return broken;
  const [, written, start] = loading;
  return `has ${quote(written)} in line ${lineOf(css, start)} — remove it: a stylesheet loads nothing else`;
}

function loads([type, , , , value]: CSSToken): boolean {
  if (type === 'url-token' || type === 'bad-url-token') return true;
  const name = value !== undefined && 'value' in value ? String(value.value).toLowerCase() : '';
  return (
    (type === 'at-keyword-token' && name === 'import') ||
    (type === 'function-token' && LOADING.has(name))
  );
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n?|\n|\f/).length;
}
