/** The search index of a portal: one record per section and per workflow task. */
import type { Nodes, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import MiniSearch from 'minisearch';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import type { Document } from '../registry/registry.ts';
import { INDEX_OPTIONS, type SearchRecord } from './fields.ts';

export interface SearchableTemplate {
  readonly document: Document;
  readonly template: WorkflowTemplate;
}

/** The serialised MiniSearch index; archived documents are left out. */
export function buildSearchIndex(
  documents: readonly Document[],
  templates: readonly SearchableTemplate[],
): string {
  const index = new MiniSearch(INDEX_OPTIONS);
  for (const document of documents) {
    if (document.docType !== 'archive') index.addAll(sectionRecords(document));
  }
  for (const template of templates) index.addAll(taskRecords(template));
  return `${JSON.stringify(index)}\n`;
}

/** A section reaches from its heading to the next one, whatever its level. */
export function sectionRecords(document: Document): SearchRecord[] {
  const { body, frontmatter, title, docType } = document;
  const page = `/docs/${document.id}/`;
  const bySlug = new Map(body.headings.map((heading) => [heading.node as RootContent, heading]));
  const names = [document.id, ...(frontmatter.aliases ?? [])].join(' ');
  const records: SearchRecord[] = [];
  let texts = frontmatter.summary === undefined ? [] : [frontmatter.summary];
  let heading = '';
  let id = page;
  const close = () => {
    const isOpening = id === page;
    const text = texts.join('\n');
    if (!isOpening || text !== '' || heading === '') {
      records.push({ id, title, heading, text, names: isOpening ? names : '', docType });
    }
  };
  for (const node of body.root.children) {
    const found = bySlug.get(node);
    if (!found) texts.push(plainText(node));
    else if (found.text !== title || found.depth !== 1) {
      close();
      texts = [];
      heading = found.text;
      id = `${page}#${found.slug}`;
    }
  }
  close();
  return records;
}

function taskRecords({ document, template }: SearchableTemplate): SearchRecord[] {
  return template.taskDefinitions.map((task) => ({
    id: `/docs/${document.id}/#task-${task.refId}`,
    title: template.name,
    heading: task.description,
    text: [task.proofRequirement?.label, task.requiredLinkName, ...(task.systems ?? [])]
      .filter((part) => part !== undefined)
      .join(' '),
    names: task.refId,
    docType: document.docType,
  }));
}

/** Text of a block with its parts kept apart, so that table cells do not run together. */
function plainText(node: Nodes): string {
  if (!('children' in node)) return textOf(node, { includeHtml: false });
  const isBlock = !['paragraph', 'heading', 'tableCell'].includes(node.type);
  if (!isBlock) return textOf(node, { includeHtml: false });
  return node.children.map((child) => plainText(child)).join('\n');
}
