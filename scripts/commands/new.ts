/** `opsbook new`: a new document of a type, where it belongs, with an id nobody has. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DOC_TYPE_METADATA, type DocType } from '../../schemas/doc-types.ts';
import { documentId } from '../../schemas/scalars.ts';
import { UserError } from '../../src/diagnostics/user-error.ts';
import { skeleton } from '../../src/documents/skeletons.ts';
import { writeEdits } from '../../src/project/file-edits.ts';
import { LEDGER_NAME, readLedger } from '../../src/project/ledger-file.ts';
import { loadRegistry } from '../../src/registry/load-registry.ts';
import { slugOf } from '../../src/registry/slug.ts';
import { normalizePath } from '../../src/registry/urls.ts';
import { openContent } from '../terminal/open-content.ts';
import type { CommandContext } from '../terminal/terminal.ts';

export interface NewOptions {
  readonly content: string;
  readonly domain: string;
  readonly name?: string;
}

/** Returns the new file as the person would type it. */
export function createDocument(
  docType: DocType,
  title: string,
  options: NewOptions,
  context: CommandContext,
): string {
  const { root, sources, display } = openContent(options.content, context, { mayBeEmpty: true });
  const { registry } = loadRegistry(sources);
  const domain = domainOf(options.domain);
  const slug = requireSlug(options.name ?? title);
  const id = [docType, ...domain.split('/').map(requireSlug), slug].join('.');
  if (!documentId.safeParse(id).success) {
    throw new UserError(`\`${id}\` cannot be an id — choose another name with --name.`);
  }
  const taken = registry.resolve(id, '');
  if (taken.kind !== 'unknown') {
    const owner = taken.kind === 'document' ? ` of \`${taken.document.path}\`` : '';
    throw new UserError(`\`${id}\` is taken as a name${owner} — choose another with --name.`);
  }
  if (readLedger(root)?.retired[id] !== undefined) {
    throw new UserError(
      `\`${id}\` is retired in ${LEDGER_NAME} and never used again — choose another with --name.`,
    );
  }
  const file = join(root, domain, ...foldersOf(docType), `${slug}.md`);
  const name = display(file);
  if (existsSync(file))
    throw new UserError(`${name} is there already — choose another name with --name.`);
  const text = skeleton(docType, { id, title: title.trim(), slug });
  writeEdits([{ file, name, before: undefined, after: text }]);
  return name;
}

/** The folder that documents of a type lie in; workflow definitions lie with the templates. */
function foldersOf(docType: DocType): readonly string[] {
  const [folder] = docType === 'task-template' ? ['templates'] : DOC_TYPE_METADATA[docType].folders;
  return folder === undefined ? [] : [folder];
}

function domainOf(typed: string): string {
  const domain = typed.startsWith('/') ? undefined : normalizePath(typed.replaceAll('\\', '/'));
  if (domain?.split('/').every((name) => /^[a-z0-9][a-z0-9._-]*$/i.test(name))) return domain;
  throw new UserError(
    `\`${typed}\` cannot be a domain — write folder names such as media or media/podcast.`,
  );
}

function requireSlug(text: string): string {
  const slug = slugOf(text);
  if (slug !== '') return slug;
  throw new UserError(`No file name can be made from \`${text}\` — write one with --name.`);
}
