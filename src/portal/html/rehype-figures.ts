/**
 * Images that stand alone: a title becomes the caption, and the picture leads to itself in full
 * size, which a script shows without leaving the page.
 */
import type { Element, Root } from 'hast';
import { element } from './element.ts';

/** Smaller pictures are shown in full size already. */
const WIDE = 400;

/** rehype plugin. */
export function rehypeFigures() {
  return (tree: Root): void => addFigures(tree);
}

function addFigures(parent: Root | Element): void {
  for (const [index, child] of parent.children.entries()) {
    if (child.type !== 'element' || child.tagName === 'a') continue;
    const image = child.tagName === 'p' ? onlyImage(child) : undefined;
    if (image) parent.children[index] = figure(image, child);
    else addFigures(child);
  }
}

function onlyImage({ children }: Element): Element | undefined {
  const [image, ...rest] = children.filter(
    (child) => child.type !== 'text' || child.value.trim() !== '',
  );
  const isImage = rest.length === 0 && image?.type === 'element' && image.tagName === 'img';
  return isImage ? image : undefined;
}

function figure(image: Element, paragraph: Element): Element {
  const { title, src, width } = image.properties;
  const isLocal = typeof src === 'string' && src.startsWith('/');
  const shown =
    isLocal && Number(width ?? WIDE) >= WIDE
      ? element('a', { className: ['zoom'], href: src }, [image])
      : image;
  if (typeof title !== 'string' || title === '') return { ...paragraph, children: [shown] };
  delete image.properties.title;
  const caption = element('figcaption', {}, [{ type: 'text', value: title }]);
  return element('figure', { className: ['figure'] }, [shown, caption]);
}
