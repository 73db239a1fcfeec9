/**
 * The colours that follow from an accent in one theme, and whether they can be read on everything
 * they stand on: what the design promises of its own accent holds for any other.
 */
import { type Colour, colourAt, contrastOf, parseColour } from './colour.ts';

export type Theme = 'light' | 'dark';

/** Values of the tokens of the same names, `#rrggbb`. */
export interface Palette {
  readonly accent: string;
  readonly 'accent-soft': string;
  readonly 'on-accent': string;
  readonly selection: string;
}

/** Two colours that cannot be told apart well enough. */
export interface PoorContrast {
  /** Names of tokens. */
  readonly text: string;
  readonly ground: string;
  readonly contrast: number;
}

/** Of text (WCAG 2.2, 1.4.3); lines and marks, which need 3 (1.4.11), stand on the same grounds. */
export const MIN_CONTRAST = 4.5;

/** What text in the colour of the accent stands on; those of `src/site/styles/tokens.css`. */
export const GROUNDS: Readonly<Record<Theme, Readonly<Record<string, string>>>> = {
  light: {
    ground: '#ffffff',
    raised: '#ffffff',
    sunken: '#f5f7f6',
    'code-ground': '#f1f4f3',
    'note-ground': '#eff6fc',
    'tip-ground': '#eef7f4',
    'important-ground': '#f5f1fb',
    'warning-ground': '#fdf5e6',
    'caution-ground': '#fdf0ef',
  },
  dark: {
    ground: '#101615',
    raised: '#18201e',
    sunken: '#151c1a',
    'code-ground': '#1c2523',
    'note-ground': '#14242f',
    'tip-ground': '#152722',
    'important-ground': '#221d2e',
    'warning-ground': '#2a2214',
    'caution-ground': '#301b1b',
  },
};

/** Text of the page, which people select. */
export const TEXT: Readonly<Record<Theme, string>> = { light: '#18211f', dark: '#e4ebe8' };

/**
 * How light what follows is, which part of the chroma it keeps, and how much at most; the first two
 * are those of the design’s own accent, so that all other text stays as readable as there.
 */
type Following = readonly [lightness: number, share: number, maxChroma: number];
const SOFT: Readonly<Record<Theme, Following>> = {
  light: [0.951, 0.18, 0.03],
  dark: [0.289, 0.34, 0.04],
};
const SELECTION: Readonly<Record<Theme, Following>> = {
  light: [0.902, 0.42, 0.06],
  dark: [0.403, 0.61, 0.08],
};
const ON_ACCENT: Readonly<Record<Theme, string>> = { light: '#ffffff', dark: '#101615' };

export function paletteOf(accent: Colour, theme: Theme): Palette {
  const following = ([lightness, share, maxChroma]: Following) =>
    colourAt(lightness, Math.min(maxChroma, accent.chroma * share), accent.hue).hex;
  return {
    accent: accent.hex,
    'accent-soft': following(SOFT[theme]),
    'on-accent': ON_ACCENT[theme],
    selection: following(SELECTION[theme]),
  };
}

/** The pair that can be told apart least of those below what text needs. */
export function poorContrast(accent: Colour, theme: Theme): PoorContrast | undefined {
  const palette = paletteOf(accent, theme);
  const pairs = [
    ...Object.entries({ ...GROUNDS[theme], 'accent-soft': palette['accent-soft'] }).map(
      ([ground, colour]) => ({ text: 'accent', ground, contrast: against(accent, colour) }),
    ),
    {
      text: 'on-accent',
      ground: 'accent',
      contrast: against(accent, palette['on-accent']),
    },
    {
      text: 'text',
      ground: 'selection',
      contrast: against(known(palette.selection), TEXT[theme]),
    },
  ];
  return pairs
    .filter(({ contrast }) => contrast < MIN_CONTRAST)
    .sort((a, b) => a.contrast - b.contrast)[0];
}

const STEP = 0.004;

/** The same colour, lighter in the dark theme or darker in the light one until it can be read. */
export function nearestReadable(accent: Colour, theme: Theme): Colour {
  const direction = theme === 'light' ? -STEP : STEP;
  let found = accent;
  for (let step = 1; poorContrast(found, theme) !== undefined; step++) {
    const lightness = Math.min(1, Math.max(0, accent.lightness + step * direction));
    found = colourAt(lightness, accent.chroma, accent.hue);
  }
  return found;
}

function against(colour: Colour, other: string): number {
  return contrastOf(colour, known(other));
}

const colours = new Map<string, Colour>();

/** One that is written here, or was made here. */
function known(hex: string): Colour {
  const colour = colours.get(hex) ?? parseColour(hex);
  if (colour === undefined) throw new Error(`${hex} is no colour.`);
  colours.set(hex, colour);
  return colour;
}
