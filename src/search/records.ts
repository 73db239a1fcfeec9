/** What can be found: sections and steps of documents, and tasks of workflows. */
import type { Nodes, RootContent } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { taskAnchor } from '../../schemas/addresses.ts';
import type { WorkflowTemplate } from '../../schemas/workflow-template.ts';
import type { Document } from '../registry/registry.ts';

/** A document as results and filters see it. */
export interface SearchDocument {
  readonly id: string;
  readonly title: string;
  readonly docType: string;
  readonly domain: string;
  readonly status: string;
  readonly owner: string;
  readonly systems: readonly string[];
  readonly tags: readonly string[];
  readonly aliases: readonly string[];
  /** The beginning of the document first. */
  readonly records: readonly SearchRecord[];
}

/** A place to land on. */
export interface SearchRecord {
  /** Fragment on the page; empty for the beginning of the document. */
  readonly anchor: string;
  readonly heading: string;
  readonly text: string;
}

export interface SearchableTemplate {
  readonly document: Document;
  readonly template: WorkflowTemplate;
}

export function searchDocuments(
  documents: readonly Document[],
  templates: readonly SearchableTemplate[],
): SearchDocument[] {
  const workflows = new Map(templates.map(({ document, template }) => [document, template]));
  return documents.map((document) => {
    const { frontmatter } = document;
    const workflow = workflows.get(document);
    return {
      id: document.id,
      title: document.title,
      docType: document.docType,
      domain: document.domain,
      status: frontmatter.status ?? 'active',
      owner: frontmatter.owner ?? '',
      systems: frontmatter.systems ?? [],
      tags: frontmatter.tags ?? [],
      aliases: frontmatter.aliases ?? [],
      records: [...sectionRecords(document), ...(workflow ? taskRecords(workflow) : [])],
    };
  });
}

/**
 * A section reaches from its heading to the next one, whatever its level. The steps of a
 * procedure are records of their own, and leave their section: no text is found twice.
 */
export function sectionRecords({ body, frontmatter, title }: Document): SearchRecord[] {
  const headings = new Map(body.headings.map((heading) => [heading.node as RootContent, heading]));
  const steps = new Map(body.steps.map((step) => [step.node as Nodes, step]));
  const records: SearchRecord[] = [];
  let section = { anchor: '', heading: '' };
  let texts = frontmatter.summary === undefined ? [] : [frontmatter.summary];
  let stepRecords: SearchRecord[] = [];
  const close = () => {
    records.push({ ...section, text: texts.join('\n') });
    for (const record of stepRecords) records.push(record);
    texts = [];
    stepRecords = [];
  };
  for (const node of body.root.children) {
    const found = headings.get(node);
    if (found && (found.text !== title || found.depth !== 1)) {
      close();
      section = { anchor: found.slug, heading: found.text };
    } else if (node.type === 'list' && node.children.some((item) => steps.has(item))) {
      for (const item of node.children) {
        const step = steps.get(item);
        const text = item.children.map(plainText).join('\n');
        if (step) stepRecords.push({ anchor: step.anchor, heading: step.title, text });
        else texts.push(text);
      }
    } else if (!found) texts.push(plainText(node));
  }
  close();
  return records;
}

/** “Who sends the invoice” finds the task: what it does, its proof, its links and its systems. */
function taskRecords({ taskDefinitions }: WorkflowTemplate): SearchRecord[] {
  return taskDefinitions.map((task) => ({
    anchor: taskAnchor(task.refId),
    heading: task.description,
    text: [task.refId, task.proofRequirement?.label, task.requiredLinkName, ...(task.systems ?? [])]
      .filter((part) => part !== undefined)
      .join('\n'),
  }));
}

/** Text of a block with its parts kept apart, so that table cells do not run together. */
function plainText(node: Nodes): string {
  if (!('children' in node)) return textOf(node, { includeHtml: false });
  const isBlock = !['paragraph', 'heading', 'tableCell'].includes(node.type);
  if (!isBlock) return textOf(node, { includeHtml: false });
  return node.children.map((child) => plainText(child)).join('\n');
}
