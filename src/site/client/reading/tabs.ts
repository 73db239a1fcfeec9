/**
 * Alternatives of which one is shown, by the ARIA pattern of tabs: arrows move, and the choice
 * is the same for all tabs of a page that have the same label.
 */
import { frameId } from '../../../../schemas/addresses.ts';

for (const [index, group] of document.querySelectorAll<HTMLElement>('[data-tabs]').entries()) {
  startTabs(group, index);
}

function startTabs(group: HTMLElement, index: number): void {
  const panels = [...group.children].filter((each) => each.matches('[data-tab]')) as HTMLElement[];
  if (panels.length < 2) return;
  const list = document.createElement('div');
  list.className = 'tab-list';
  list.setAttribute('role', 'tablist');
  const tabs = panels.map((panel, position) => {
    const tab = document.createElement('button');
    tab.type = 'button';
    tab.id = frameId(`tab-${index}-${position}`);
    tab.textContent = panel.dataset.tab ?? '';
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', `${tab.id}-panel`);
    tab.addEventListener('click', () => choose(tab.textContent ?? ''));
    panel.id = `${tab.id}-panel`;
    panel.tabIndex = 0;
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', tab.id);
    return tab;
  });
  list.append(...tabs);
  list.addEventListener('keydown', (event) => {
    const from = tabs.indexOf(document.activeElement as HTMLButtonElement);
    const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
    const by = steps[event.key];
    if (from === -1 || by === undefined) return;
    const next = tabs[(from + by + tabs.length) % tabs.length];
    next?.click();
    next?.focus();
    event.preventDefault();
  });
  group.prepend(list);
  group.classList.add('is-tabbed');
  group.addEventListener('tab-chosen', (event) => show((event as CustomEvent<string>).detail));
  show(tabs[0]?.textContent ?? '');

  function show(label: string): void {
    const chosen = panels.findIndex((panel) => panel.dataset.tab === label);
    if (chosen === -1) return;
    for (const [position, tab] of tabs.entries()) {
      tab.setAttribute('aria-selected', String(position === chosen));
      tab.tabIndex = position === chosen ? 0 : -1;
      panels[position]?.toggleAttribute('hidden', position !== chosen);
    }
  }
}

function choose(label: string): void {
  for (const group of document.querySelectorAll('[data-tabs]')) {
    group.dispatchEvent(new CustomEvent('tab-chosen', { detail: label }));
  }
}
