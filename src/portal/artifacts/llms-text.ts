/**
 * `llms.txt` (llmstxt.org): the documents of the portal as a list that a language model can read,
 * with a link to the Markdown twin of each. A portal too large for one file has one per domain.
 */
import { DATA_FILES, fileUrl, llmsFile, schemaFile, twinUrl } from '../../../schemas/addresses.ts';
import { labelOfDomain } from '../../registry/outline/outline.ts';
import type { Document } from '../../registry/registry.ts';
import type { Portal } from '../compile-portal.ts';
import type { Artifact } from './artifact.ts';

/** Characters of one file. */
export const MAX_LLMS_LENGTH = 50_000;

export function llmsText({ config, registry, outline }: Portal): Artifact[] {
  const domains = [...Map.groupBy(outline.documents, ({ domain }) => domain)].map(
    ([name, documents]) => ({
      name,
      label: labelOfDomain(outline, name),
      lines: documents.map(lineOf),
    }),
  );
  const intro = [
    `# ${config.title}`,
    '',
    `> ${registry.documents.length} documents of operations knowledge. Each link leads to Markdown ` +
      'with its id, owner and review on top; pages for people have the same address with `/` for `.md`.',
    '',
    `Data: [registry](${fileUrl(DATA_FILES.registry)}), [workflows](${fileUrl(DATA_FILES.templateIndex)}), [schemas](${fileUrl(schemaFile('registry.schema.json'))})`,
  ];
  const sections = domains.flatMap(({ label, lines }) => ['', `## ${label}`, '', ...lines]);
  const whole = `${[...intro, ...sections].join('\n')}\n`;
  if (whole.length < MAX_LLMS_LENGTH) return [{ path: DATA_FILES.llms, content: whole }];
  const files = domains.flatMap(domainFiles);
  const links = files.map(({ path, title }) => `- [${title}](${fileUrl(path)})`);
  return [
    {
      path: DATA_FILES.llms,
      content: `${[...intro, '', '## Domains', '', ...links].join('\n')}\n`,
    },
    ...files.map(({ path, content }) => ({ path, content })),
  ];
}

function lineOf(document: Document): string {
  const { summary, status } = document.frontmatter;
  const isOld = status === 'deprecated' || document.docType === 'archive';
  const title = document.title.replaceAll(/[[\]\n]/g, ' ').trim();
  const note = `${isOld ? ' (no longer valid)' : ''}${summary ? `: ${summary.replaceAll(/\s+/g, ' ')}` : ''}`;
  return `- [${title}](${twinUrl(document)})${note}`;
}

interface DomainFile {
  readonly path: string;
  readonly title: string;
  readonly content: string;
}

interface DomainLines {
  readonly name: string;
  readonly label: string;
  readonly lines: readonly string[];
}

function domainFiles({ name, label, lines }: DomainLines): DomainFile[] {
  const parts: string[][] = [[]];
  let length = 0;
  for (const line of lines) {
    length += line.length + 1;
    if (length > MAX_LLMS_LENGTH - 1_000) {
      parts.push([]);
      length = line.length + 1;
    }
    parts.at(-1)?.push(line);
  }
  return parts.map((part, index) => {
    const suffix = parts.length === 1 ? '' : `-${index + 1}`;
    const title = label + (parts.length === 1 ? '' : `, part ${index + 1}`);
    return {
      path: llmsFile(`${name === '' ? 'other-documents' : name}${suffix}`),
      title,
      content: `${[`# ${title}`, '', ...part].join('\n')}\n`,
    };
  });
}
