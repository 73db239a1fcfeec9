/**
 * Everything a document's page shows, computed once; components and pages only mark it up and ask
 * the registry nothing about a document.
 */
import { createHash } from 'node:crypto';
import { documentUrl, groupUrl, PAGES, taskAnchor, twinUrl } from '../../../schemas/addresses.ts';
import { DOC_TYPE_METADATA } from '../../../schemas/doc-types.ts';
import { walkTree } from '../../documents/walk-tree.ts';
import type { Portal } from '../../portal/compile-portal.ts';
import { isRenderedAsMdx } from '../../portal/html/mdx-documents.ts';
import { repeatedTitle } from '../../portal/html/repeated-title.ts';
import { referenceUrl } from '../../portal/reference-url.ts';
import type { Document } from '../../registry/registry.ts';
import { reviewOf } from '../../registry/review.ts';
import { documentSidebar, type NavLink, type Sidebar } from './navigation.ts';
import { formatDate } from './phrases.ts';
import { placeholdersIn } from './placeholder.ts';
import type { Sections } from './sections.ts';
import {
  type ContentsEntry,
  describeWorkflow,
  type WorkflowModel,
  workflowContents,
} from './workflow-model.ts';

export type { ContentsEntry };

export interface PageModel {
  readonly id: string;
  /** Source, below the content root. */
  readonly path: string;
  /** Where it can be edited, when the configuration says. */
  readonly source?: string;
  /** A form for issues, filled in with the document, when the configuration says. */
  readonly report?: string;
  /** Path of the Markdown twin. */
  readonly twin: string;
  /** Changes with the text of the document. */
  readonly version: string;
  readonly title: string;
  /** Fragment of the heading that the title takes the place of. */
  readonly titleAnchor?: string;
  readonly summary?: string;
  readonly typeLabel: string;
  readonly breadcrumbs: readonly NavLink[];
  readonly sidebar: Sidebar;
  readonly banner?: Banner;
  readonly facts: readonly Fact[];
  readonly systems: readonly NavLink[];
  readonly tags: readonly NavLink[];
  /** How many steps can be worked through. */
  readonly stepCount: number;
  /** Names to fill in before a text is copied; of templates and prompts. */
  readonly placeholders: readonly string[];
  /** Headings down to the third level. */
  readonly contents: readonly ContentsEntry[];
  /** The body; empty when it is rendered with components instead. */
  readonly html: string;
  readonly isMdx: boolean;
  readonly related: readonly NavLink[];
  readonly usedBy: Bounded<TaskLink>;
  readonly backlinks: Bounded<NavLink>;
  /** What is read before and after it. */
  readonly previous?: NavLink;
  readonly next?: NavLink;
  readonly workflow?: WorkflowModel;
}

export interface Banner {
  readonly kind: 'note' | 'caution';
  readonly title: string;
  readonly text: string;
  readonly link?: NavLink;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Machine-readable form of a date. */
  readonly date?: string;
  readonly url?: string;
}

export interface TaskLink extends NavLink {
  readonly workflow: string;
  /** Where on this page the task starts. */
  readonly step?: NavLink;
}

/** The first few of a list, and how many there are. */
export interface Bounded<T> {
  readonly shown: readonly T[];
  readonly total: number;
}

const MAX_SHOWN = 20;

export function describePage(portal: Portal, sections: Sections, document: Document): PageModel {
  const { registry, config, outline } = portal;
  const { frontmatter } = document;
  const isMdx = isRenderedAsMdx(document);
  const compiled = portal.templates.find((entry) => entry.document === document);
  const workflow =
    compiled &&
    describeWorkflow(compiled.template, portal.dependencies(compiled.template), (reference) =>
      referenceUrl(registry, document, reference),
    );
  const banner = describeStanding(portal, document);
  const titleHeading = repeatedTitle(document);
  const { previous, next } = outline.neighboursOf(document);
  const named = (other: Document): NavLink => ({ ...linkTo(other), label: outline.labelOf(other) });
  return {
    id: document.id,
    path: document.path,
    ...(config.sourceLinkBase !== undefined && {
      source: config.sourceLinkBase.replace(/\/?$/, '/') + encodeURI(document.path),
    }),
    ...reportForm(portal, document),
    twin: twinUrl(document),
    version: createHash('sha256').update(document.source.text).digest('hex').slice(0, 12),
    title: document.title,
    ...(titleHeading && { titleAnchor: titleHeading.slug }),
    ...(frontmatter.summary !== undefined && { summary: frontmatter.summary }),
    typeLabel: DOC_TYPE_METADATA[document.docType].label,
    breadcrumbs: breadcrumbs(sections, document),
    sidebar: documentSidebar(sections, document),
    ...(banner && { banner }),
    facts: facts(portal, document),
    systems: groupLinks('systems', frontmatter.systems),
    tags: groupLinks('tags', frontmatter.tags),
    stepCount: DOC_TYPE_METADATA[document.docType].hasSteps ? document.body.steps.length : 0,
    placeholders: placeholders(document),
    contents: [...(workflow ? workflowContents(workflow) : []), ...contents(document)],
    html: isMdx ? '' : portal.html(document),
    isMdx,
    related: registry
      .references(document)
      .flatMap(({ role, resolution }) =>
        role === 'related_docs' && resolution.kind === 'document'
          ? [linkTo(resolution.document)]
          : [],
      ),
    usedBy: bounded(registry.taskUses(document.id), (use): TaskLink => {
      const step = use.stepId === undefined ? undefined : registry.findStep(document, use.stepId);
      return {
        label: use.description,
        url: `${documentUrl(use.template)}#${taskAnchor(use.refId)}`,
        workflow: use.template.title,
        ...(step && { step: { label: `Step ${step.ordinal}`, url: `#${step.anchor}` } }),
      };
    }),
    backlinks: bounded(registry.backlinks(document.id), linkTo),
    ...(previous && { previous: named(previous) }),
    ...(next && { next: named(next) }),
    ...(workflow && { workflow }),
  };
}

function groupLinks(kind: 'systems' | 'tags', names: readonly string[] = []): NavLink[] {
  return names.map((name) => ({ label: name, url: groupUrl(kind, name) }));
}

/** The names in braces of a document whose texts are there to be copied, in reading order. */
function placeholders({ docType, body }: Document): string[] {
  if (docType !== 'template' && docType !== 'prompt') return [];
  const names = new Set<string>();
  walkTree(body.root, (node) => {
    if (node.type !== 'code') return;
    for (const { name } of placeholdersIn(node.value)) names.add(name);
  });
  return [...names];
}

/** Says which document, step and state of the content a problem was seen in. */
function reportForm({ config, history }: Portal, { id, title }: Document): { report?: string } {
  if (config.issueLinkBase === undefined) return {};
  const url = new URL(config.issueLinkBase);
  const facts = [`Document: ${id}`, 'Step: ', ...(history ? [`Commit: ${history.head}`] : [])];
  url.searchParams.set('title', `Problem in “${title}”`);
  url.searchParams.set('body', `${facts.join('\n')}\n\nWhat is wrong:\n`);
  return { report: url.href };
}

export function linkTo(document: Document): NavLink {
  return { label: document.title, url: documentUrl(document) };
}

function bounded<T, R>(items: readonly T[], describe: (item: T) => R): Bounded<R> {
  return { shown: items.slice(0, MAX_SHOWN).map(describe), total: items.length };
}

function breadcrumbs(sections: Sections, document: Document): NavLink[] {
  const section = sections.sectionOf(document);
  const { domain } = section;
  return [
    { label: 'Home', url: PAGES.home },
    ...(domain.name === '' ? [] : [{ label: domain.label, url: domain.url }]),
    ...(section.folders.length === 0 ? [] : [{ label: section.label, url: section.url }]),
  ];
}

function contents(document: Document): ContentsEntry[] {
  const title = repeatedTitle(document);
  return document.body.headings
    .filter((heading) => heading !== title && heading.depth <= 3 && heading.text !== '')
    .map(({ text, slug, depth }) => ({ text, anchor: slug, depth }));
}

function describeStanding({ registry }: Portal, document: Document): Banner | undefined {
  const { status } = document.frontmatter;
  if (status === 'draft') {
    const text = 'It is being written and may be incomplete — check with its owner first.';
    return { kind: 'note', title: 'This is a draft', text };
  }
  if (status === 'deprecated') {
    const successor = registry
      .references(document)
      .find(({ role, resolution }) => role === 'superseded_by' && resolution.kind === 'document');
    const title = 'This document is deprecated';
    return successor?.resolution.kind === 'document'
      ? { kind: 'caution', title, text: 'Use', link: linkTo(successor.resolution.document) }
      : { kind: 'caution', title, text: 'Do not start new work from it.' };
  }
  if (document.docType === 'archive') {
    const text = 'It is kept for the record and no longer describes how things are done.';
    return { kind: 'caution', title: 'This document is archived', text };
  }
  if (document.problems.some(({ code }) => code === 'content/invalid-mdx')) {
    const text = 'Its components could not be used as written, so it reads as plain Markdown.';
    return { kind: 'caution', title: 'Parts of this page are shown as text', text };
  }
  return undefined;
}

function facts({ config, history }: Portal, document: Document): Fact[] {
  const { language } = config;
  const { frontmatter, body } = document;
  const { owner } = frontmatter;
  const review = reviewOf(document);
  const day = (label: string, date: string | undefined): Fact[] =>
    date === undefined ? [] : [{ label, value: formatDate(date, language), date }];
  return [
    ...(owner === undefined
      ? []
      : [{ label: 'Owner', value: owner, url: groupUrl('owners', owner) }]),
    ...(body.steps.length === 0 ? [] : [{ label: 'Steps', value: String(body.steps.length) }]),
    ...day('Changed', history?.changed.get(document.path)),
    ...day('Reviewed', review?.reviewed),
    ...day('Next review', review?.next),
  ];
}
