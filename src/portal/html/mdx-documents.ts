/** Which documents are rendered with components. */
import type { Document } from '../../registry/registry.ts';

/** MDX with problems reads as Markdown. */
export function isRenderedAsMdx({ path, problems, body }: Document): boolean {
  const isSound = !problems.some(({ code }) => code === 'content/invalid-mdx');
  return isSound && !body.isPlainText && /\.mdx$/i.test(path);
}
