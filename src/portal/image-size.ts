/** How large an image is, from the file itself. */
import type { ImageSize } from './html/link-resolver.ts';
import { loadModule } from './html/load-module.ts';

/** In pixels, as shown; undefined for a file that only has the name of an image. */
export function measureImage(bytes: Uint8Array): ImageSize | undefined {
  const { imageSize } = loadModule<typeof import('image-size')>('image-size');
  try {
    const { width, height, orientation = 1 } = imageSize(bytes);
    // From 5 on, a camera held the picture on its side (EXIF 2.3, orientation).
    return orientation > 4 ? { width: height, height: width } : { width, height };
  } catch {
    return undefined;
  }
}
