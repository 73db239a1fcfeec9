/**
 * A plan to paste into an issue, a wiki or a note: a checklist by day, as GitHub Flavored
 * Markdown. Text is escaped, so a description cannot become markup. Browser-safe.
 */
import type { ListItem, Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { remark } from 'remark';
import remarkGfm from 'remark-gfm';
import { parseDate } from '../../dates/calendar.ts';
import type { Bundle, PlannedTask } from '../plan.ts';
import {
  assigneeInWords,
  extentInWords,
  gateReason,
  instructionInWords,
  proofInWords,
  toOneLine,
  weekdayInWords,
} from '../task-words.ts';

export interface MarkdownOptions {
  /** Address of the portal, e.g. `https://ops.example.org`; makes instructions links. */
  readonly portal?: string;
}

/** Title, extent, the tasks under their days, then the links to collect. Ends with a line break. */
export function formatPlanMarkdown(bundle: Bundle, options: MarkdownOptions = {}): string {
  const days = new Set(bundle.tasks.map(({ date }) => date));
  const children: RootContent[] = [
    heading(1, bundle.title),
    paragraph(text(`${extentInWords(bundle)}. Anchor date: ${bundle.anchorDate}.`)),
    ...[...days].flatMap((date) => [
      heading(2, `${date}, ${weekdayInWords(parseDate(date))}`),
      checklist(
        bundle.tasks
          .filter((task) => task.date === date)
          .map((task) => taskItem(task, bundle, options.portal)),
      ),
    ]),
    ...linkSection(bundle),
  ];
  const root: Root = { type: 'root', children };
  return remark().use(remarkGfm).data('settings', { bullet: '-' }).stringify(root);
}

function taskItem(task: PlannedTask, bundle: Bundle, portal: string | undefined): ListItem {
  const due = [task.time, task.timeZone].filter((part) => part !== undefined).join(' ');
  const how = instructionInWords(task, portal);
  const proof = proofInWords(task);
  const who = assigneeInWords(task, bundle);
  const notes: PhrasingContent[][] = [
    ...(who ? [[text(`Who: ${who}`)]] : []),
    ...(how ? [[text('How: '), how.url ? link(how.url, how.title) : text(how.title)]] : []),
    ...(proof ? [[text(`Proof: ${proof}`)]] : []),
    ...(task.dependsOn?.length ? [[text(`After: ${task.dependsOn.join(', ')}`)]] : []),
    ...(task.humanGate ? [[text(`A person must act: ${gateReason(task)}`)]] : []),
  ];
  const first = paragraph(
    text(`${due ? `${due}: ` : ''}${task.description} (`),
    { type: 'inlineCode', value: task.refId },
    text(')'),
  );
  return {
    type: 'listItem',
    spread: false,
    checked: false,
    children:
      notes.length > 0 ? [first, list(notes.map((note) => item(paragraph(...note))))] : [first],
  };
}

/** A link a run does not have yet is a box to tick. */
function linkSection({ bundleLinks }: Bundle): RootContent[] {
  if (bundleLinks.length === 0) return [];
  const items = bundleLinks.map(({ name, url }) => ({
    ...item(paragraph(url ? link(url, name) : text(name))),
    checked: url !== '',
  }));
  return [heading(2, 'Links to collect'), checklist(items)];
}

function heading(depth: 1 | 2, value: string): RootContent {
  return { type: 'heading', depth, children: [text(value)] };
}

const paragraph = (...children: PhrasingContent[]): Paragraph => ({ type: 'paragraph', children });
const text = (value: string): PhrasingContent => ({
  type: 'text',
  value: value.replace(/\s+/g, ' '),
});
const item = (child: Paragraph): ListItem => ({
  type: 'listItem',
  spread: false,
  children: [child],
});
const checklist = (children: ListItem[]): RootContent => ({
  type: 'list',
  spread: false,
  children,
});
const list = (children: ListItem[]) => ({ type: 'list' as const, spread: false, children });

function link(url: string, title: string): PhrasingContent {
  return { type: 'link', url, children: [text(toOneLine(title))] };
}
