/** Whatever the accent of an owner is, what is published of it can be read on everything it stands on. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { accentProblems, palettes } from '../../src/brand/accents.ts';
import { type Colour, colourAt, contrastOf, parseColour } from '../../src/brand/colour.ts';
import {
  GROUNDS,
  nearestReadable,
  paletteOf,
  poorContrast,
  TEXT,
  type Theme,
} from '../../src/brand/palette.ts';

const THEMES = ['light', 'dark'] as const;
const TOKENS = readFileSync(join(import.meta.dirname, '../../src/site/styles/tokens.css'), 'utf8');

function tokenOf(name: string, theme: Theme): string | undefined {
  const [, light, dark] =
    new RegExp(`--${name}: light-dark\\((#\\w+), (#\\w+)\\)`).exec(TOKENS) ?? [];
  return theme === 'light' ? light : dark;
}

function colour(text: string): Colour {
  const parsed = parseColour(text);
  if (parsed === undefined) throw new Error(`${text} is no colour`);
  return parsed;
}

test('contrast is that of WCAG', () => {
  expect(contrastOf(colour('white'), colour('black'))).toBeCloseTo(21, 5);
  expect(contrastOf(colour('#767676'), colour('white'))).toBeCloseTo(4.54, 2);
  expect(contrastOf(colour('white'), colour('#1a73e8'))).toBeCloseTo(4.51, 2);
});

test.each(THEMES)('in the %s theme the grounds are those of the design', (theme) => {
  const ofDesign = Object.keys(GROUNDS[theme]).map((name) => [name, tokenOf(name, theme)]);
  expect(GROUNDS[theme]).toEqual(Object.fromEntries(ofDesign));
  expect(TEXT[theme]).toBe(tokenOf('text', theme));
});

test.each(THEMES)(
  'in the %s theme the accent of the design passes, and so does all that follows',
  (theme) => {
    const accent = colour(tokenOf('accent', theme) ?? '');
    expect(poorContrast(accent, theme)).toBeUndefined();
    expect(nearestReadable(accent, theme)).toBe(accent);
    const { selection, 'accent-soft': soft } = paletteOf(accent, theme);
    for (const [made, name] of [
      [selection, 'selection'],
      [soft, 'accent-soft'],
    ] as const) {
      expect(contrastOf(colour(made), colour(tokenOf(name, theme) ?? ''))).toBeLessThan(1.05);
    }
  },
);

test.each(THEMES)('any colour has a near one that can be read in the %s theme', (theme) => {
  const parts = [fc.double({ min: 0, max: 1 }), fc.double({ min: 0, max: 0.4 })] as const;
  const anyColour = fc.tuple(
    ...parts.map((part) => part.map((value) => (Number.isNaN(value) ? 0 : value))),
    fc.integer({ min: 0, max: 359 }),
  );
  fc.assert(
    fc.property(anyColour, ([lightness = 0, chroma = 0, hue = 0]) => {
      const near = nearestReadable(colourAt(lightness, chroma, hue), theme);
      const { accent, 'on-accent': onAccent, ...grounds } = paletteOf(near, theme);
      expect(accent).toBe(near.hex);
      expect(contrastOf(colour(onAccent), near)).toBeGreaterThanOrEqual(4.5);
      expect(contrastOf(colour(TEXT[theme]), colour(grounds.selection))).toBeGreaterThanOrEqual(
        4.5,
      );
      for (const ground of [...Object.values(GROUNDS[theme]), grounds['accent-soft']]) {
        expect(contrastOf(near, colour(ground))).toBeGreaterThanOrEqual(4.5);
      }
    }),
    { numRuns: 60, seed: 7 },
  );
});

test.each([
  [
    { accent: '#ffcc00' },
    '`accent` is `#ffcc00`: `--accent` on `--accent-soft` has a contrast of 1.30:1 in the light theme, where text needs 4.5:1 — write `#886700`, the nearest that has it everywhere.',
  ],
  [
    { accent: '#13655a', accentDark: 'oklch(46% 0.08 181)' },
    '`accentDark` is `oklch(46% 0.08 181)`: `--accent` on `--accent-soft` has a contrast of 2.03:1 in the dark theme, where text needs 4.5:1 — write `#52a093`, the nearest that has it everywhere.',
  ],
  [
    { accent: 'teel' },
    '`accent` is `teel`, and that is no opaque colour — write one as CSS does, such as `#13655a` or `oklch(46% 0.08 181)`.',
  ],
  [
    { accent: 'rgb(0 0 0 / 50%)' },
    '`accent` is `rgb(0 0 0 / 50%)`, and that is no opaque colour — write one as CSS does, such as `#13655a` or `oklch(46% 0.08 181)`.',
  ],
  [
    { accentDark: '#7ed3c2' },
    '`accentDark` stands alone — give `accent` as well, for the light theme.',
  ],
])('%j is refused', (config, sentence) => {
  expect(accentProblems(config)).toEqual([sentence]);
});

test.each(['var(--x)', 'currentColor', 'light-dark(red, blue)', 'transparent', '', 'red; }'])(
  '%j is no colour by itself',
  (text) => {
    expect(parseColour(text)).toBeUndefined();
  },
);

test('what is suggested is taken, and the dark theme has a lighter one of its own', () => {
  expect(accentProblems({ accent: '#886700' })).toEqual([]);
  const made = palettes({ accent: '#5b2d8e' });
  expect(made?.light.accent).toBe('#5b2d8e');
  expect(poorContrast(colour(made?.dark.accent ?? ''), 'dark')).toBeUndefined();
  expect(palettes({ accent: '#5b2d8e', accentDark: '#c7a5f0' })?.dark.accent).toBe('#c7a5f0');
});
