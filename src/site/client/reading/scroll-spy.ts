/** Marks the heading one has come to in the contents of the page. */
export function followScrolling(): void {
  const links = new Map<string, HTMLAnchorElement>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.contents a')) {
    links.set(decodeURIComponent(link.hash.slice(1)), link);
  }
  const headings = [...links.keys()].flatMap((id) => document.getElementById(id) ?? []);
  if (headings.length === 0) return;
  let current: HTMLAnchorElement | undefined;
  const mark = () => {
    const passed = headings.findLast((heading) => heading.getBoundingClientRect().top < TOP);
    const isAtEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;
    const last = isAtEnd && scrollY > 0 ? headings.at(-1) : passed;
    const next = links.get((last ?? headings[0])?.id ?? '');
    if (next === current) return;
    current?.removeAttribute('aria-current');
    next?.setAttribute('aria-current', 'true');
    current = next;
  };
  let isPending = false;
  addEventListener(
    'scroll',
    () => {
      if (isPending) return;
      isPending = true;
      requestAnimationFrame(() => {
        isPending = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}

/** Below the bar, and a little more, so that a heading jumped to counts as reached. */
const TOP = 140;
