/**
 * Colours as CSS writes them, and how they stand against each other. The library is loaded by the
 * first colour that is asked about: most portals have none of their own.
 */
import type ColorClass from 'colorjs.io';
import { loadModule } from '../source/load-module.ts';

/** One that screens of every kind show (sRGB), opaque. */
export interface Colour {
  /** `#rrggbb`. */
  readonly hex: string;
  /** In OKLCH (CSS Color 4, 9.3): 0 to 1, 0 and more, degrees. */
  readonly lightness: number;
  readonly chroma: number;
  readonly hue: number;
  /** Relative luminance (WCAG 2.2), 0 to 1. */
  readonly luminance: number;
}

/** Undefined when it is no colour by itself, or one that lets through what is behind it. */
export function parseColour(text: string): Colour | undefined {
  const Color = library();
  try {
    const parsed = new Color(text);
    return Number(parsed.alpha) === 1 ? colourOf(parsed) : undefined;
  } catch {
    return undefined;
  }
}

/** The nearest to it that screens show, by reducing the chroma. */
export function colourAt(lightness: number, chroma: number, hue: number): Colour {
  const Color = library();
  return colourOf(new Color('oklch', [lightness, chroma, hue]));
}

/** Contrast ratio (WCAG 2.2), 1 to 21, in either order. */
export function contrastOf(a: Colour, b: Colour): number {
  const [light, dark] = [a.luminance, b.luminance].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function colourOf(parsed: ColorClass): Colour {
  const Color = library();
  const hex = parsed.to('srgb').toGamut().toString({ format: 'hex', collapse: false });
  // What is published is what was rounded to eight bits, so that is what is measured.
  const shown = new Color(hex);
  const [lightness, chroma, hue] = shown.to('oklch').coords.map((part) => part || 0);
  return {
    hex,
    lightness: lightness ?? 0,
    chroma: chroma ?? 0,
    hue: hue ?? 0,
    luminance: shown.luminance,
  };
}

function library(): typeof ColorClass {
  return loadModule<typeof import('colorjs.io')>('colorjs.io').default;
}
