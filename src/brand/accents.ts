/** The accent of a brand in both themes, or why it is none. */
import type { PortalConfig } from '../../schemas/config.ts';
import { quote } from '../diagnostics/wording.ts';
import { type Colour, parseColour } from './colour.ts';
import {
  MIN_CONTRAST,
  nearestReadable,
  type Palette,
  paletteOf,
  poorContrast,
  type Theme,
} from './palette.ts';

type Configured = Pick<PortalConfig, 'accent' | 'accentDark'>;

/** Undefined without one. @throws when `accentProblems` has something to say. */
export function palettes({
  accent,
  accentDark,
}: Configured): Readonly<Record<Theme, Palette>> | undefined {
  const light = accent === undefined ? undefined : parseColour(accent);
  if (light === undefined) return undefined;
  // No colour can be read on a white and on a black ground alike, so one stands for both themes.
  const dark =
    (accentDark === undefined ? undefined : parseColour(accentDark)) ??
    nearestReadable(light, 'dark');
  return { light: paletteOf(light, 'light'), dark: paletteOf(dark, 'dark') };
}

/** Sentences about what cannot be the accent. */
export function accentProblems({ accent, accentDark }: Configured): string[] {
  const problems = [
    accent === undefined ? undefined : problemOf('accent', accent, 'light'),
    accentDark === undefined ? undefined : problemOf('accentDark', accentDark, 'dark'),
    accentDark !== undefined && accent === undefined
      ? '`accentDark` stands alone — give `accent` as well, for the light theme.'
      : undefined,
  ];
  return problems.filter((problem) => problem !== undefined);
}

function problemOf(key: keyof Configured, written: string, theme: Theme): string | undefined {
  const colour = parseColour(written);
  const is = `\`${key}\` is ${quote(written)}`;
  if (colour === undefined) {
    return `${is}, and that is no opaque colour — write one as CSS does, such as \`#13655a\` or \`oklch(46% 0.08 181)\`.`;
  }
  const poor = poorContrast(colour, theme);
  if (poor === undefined) return undefined;
  const { text, ground, contrast } = poor;
  const pair = `\`--${text}\` on \`--${ground}\``;
  return `${is}: ${pair} has a contrast of ${figure(contrast)}:1 in the ${theme} theme, where text needs ${MIN_CONTRAST}:1 — write ${near(colour, theme)}, the nearest that has it everywhere.`;
}

/** Never up to what is demanded. */
function figure(contrast: number): string {
  return (Math.floor(contrast * 100) / 100).toFixed(2);
}

function near(colour: Colour, theme: Theme): string {
  return `\`${nearestReadable(colour, theme).hex}\``;
}
