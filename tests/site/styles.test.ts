/** The design is stated once: layers, tokens and scales, as claims that every stylesheet is held to. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const SOURCES = join(import.meta.dirname, '../../src');
const STYLES = join(SOURCES, 'site/styles');
const TOKENS = 'tokens.css';
/** Said alone, these hold no value of a scale. */
const NEUTRAL = /^(?:0|inherit|auto|100%|[\d.]+em)$/;

interface Declaration {
  readonly property: string;
  readonly value: string;
}

const sheets = new Map(
  readdirSync(STYLES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(STYLES, path).split(sep).join('/'), read(path)] as const;
    }),
);
const signIn = read(join(SOURCES, 'server/http/sign-in.css'));
const tokens = customProperties(sheets.get(TOKENS) ?? '');

function read(path: string): string {
  return readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
}

function declarations(sheet: string): Declaration[] {
  return [...sheet.matchAll(/([\w-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({
    property,
    value: value.replace(/\s+/g, ' '),
  }));
}

function customProperties(sheet: string): Map<string, string> {
  const own = declarations(sheet).filter(({ property }) => property.startsWith('--'));
  return new Map(own.map(({ property, value }) => [property, value]));
}

/** Declarations outside of the tokens, as `file property: value`, that a claim does not hold for. */
function exceptions(
  properties: RegExp,
  isFine: (value: string) => boolean,
  of: ReadonlyMap<string, string> = new Map([...sheets, ['sign-in.css', signIn]]),
): string[] {
  return [...of].flatMap(([file, sheet]) =>
    file === TOKENS
      ? []
      : declarations(sheet)
          .filter(({ property, value }) => properties.test(property) && !isFine(value))
          .map(({ property, value }) => `${file} ${property}: ${value}`),
  );
}

const isToken = (prefix: string) => (value: string) =>
  value.split(' ').every((part) => NEUTRAL.test(part) || part.startsWith(`var(--${prefix}-`));

describe('layers', () => {
  const layers = (sheets.get('layers.css') ?? '').match(/@layer ([^;]+);/)?.[1]?.split(', ') ?? [];
  const entries = new Map([...sheets].filter(([, sheet]) => sheet.includes('@import')));
  const imports = [...entries.values()].flatMap((sheet) =>
    [...sheet.matchAll(/@import "\.\/([^"]+)"(?: layer\((\w+)\))?;/g)].map(
      ([, file = '', layer]) => ({ file, layer }),
    ),
  );

  test('every stylesheet is in one layer, and every layer is declared', () => {
    const layered = imports.filter(({ layer }) => layer !== undefined);
    const parts = [...sheets.keys()].filter((file) => !entries.has(file) && file !== 'layers.css');
    expect(layered.map(({ file }) => file).sort()).toEqual(parts.sort());
    expect(new Set(layered.map(({ layer }) => layer))).toEqual(new Set(layers));
  });

  test('a folder is a layer of the same name', () => {
    const elsewhere = imports.filter(
      ({ file, layer }) => layer !== undefined && layer !== file.split(/[/.]/)[0],
    );
    expect(elsewhere).toEqual([]);
  });

  test('every entry begins with their order', () => {
    expect(entries.size).toBe(3);
    for (const sheet of entries.values())
      expect(sheet.trim()).toMatch(/^@import "\.\/layers\.css";/);
  });
});

describe('scales', () => {
  test('text has the sizes of the scale', () => {
    expect(exceptions(/^font-size$/, isToken('font'))).toEqual([]);
    expect(exceptions(/^font$/, (value) => /^(?:inherit|var\(--font-)/.test(value))).toEqual([]);
  });

  test('corners have the radii of the scale', () => {
    expect(exceptions(/^border.*-radius$/, isToken('radius'))).toEqual([]);
  });

  test('what covers what is said by the scale', () => {
    expect(exceptions(/^z-index$/, isToken('z'))).toEqual([]);
  });

  test('space has the steps of the scale', () => {
    const hasNoLength = (value: string) => !/\drem/.test(value);
    expect(exceptions(/^(?:padding|margin|gap|inset|scroll|box-shadow)/, hasNoLength)).toEqual([]);
  });

  test('colours are tokens', () => {
    const hasNoColour = (value: string) => !/#[\da-f]{3}|\b(?:rgb|hsl|light-dark)\(/i.test(value);
    expect(exceptions(/./, hasNoColour, sheets)).toEqual([]);
    expect(exceptions(/^(?!--)/, hasNoColour)).toEqual([]);
  });

  test('a property that is used is declared', () => {
    const all = new Set(
      [...sheets.values()].flatMap((sheet) => [...customProperties(sheet).keys()]),
    );
    const undeclared = (sheet: string, known: { has(name: string): boolean }) =>
      [...sheet.matchAll(/var\((--[\w-]+)/g)]
        .map(([, name = '']) => name)
        .filter((name) => !known.has(name));
    expect([...sheets.values()].flatMap((sheet) => undeclared(sheet, all))).toEqual([]);
    expect(undeclared(signIn, customProperties(signIn))).toEqual([]);
  });

  test('the pages of the server have the tokens of the site', () => {
    const own = customProperties(signIn);
    expect(own.size).toBeGreaterThan(10);
    const ofSite = new Map([...own.keys()].map((name) => [name, tokens.get(name)]));
    expect(own).toEqual(ofSite);
  });

  test('a token is used', () => {
    const everything = [...sheets.values()].join('\n');
    expect([...tokens.keys()].filter((name) => !everything.includes(`var(${name}`))).toEqual([]);
  });
});
