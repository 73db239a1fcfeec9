/**
 * Every document of a content root, findable by whatever a person may call it: id, alias
 * or path. All questions "what does this point at, and who points here" are answered
 * here, once, so that rules, data and pages cannot disagree.
 */
import { compareText } from '../diagnostics/report.ts';
import type { ParsedDocument, Unreadable } from '../documents/document.ts';
import type { Link } from '../documents/links.ts';
import { findStep, type Step } from '../documents/steps.ts';
import type { Asset, Sources } from '../source/source-file.ts';
import { type IdentityProblem, indexAliases } from './aliases.ts';
import { assignIds } from './identity.ts';
import type { Document, Resolution } from './known-document.ts';
import { type LinkTarget, resolveLink } from './link-target.ts';
import { type FrontmatterReference, frontmatterReferences } from './references.ts';
import { foldName, normalizePath, parseReference, type Reference, resolvePath } from './urls.ts';

export type { Document };

export interface ResolvedLink {
  readonly link: Link;
  readonly target: LinkTarget;
}

export interface ResolvedReference extends FrontmatterReference {
  readonly resolution: Resolution;
}

/** A workflow task that sends people to a document. */
export interface TaskUse {
  readonly template: Document;
  readonly type: string;
  readonly refId: string;
  readonly description: string;
  readonly stepId?: string;
}

export class Registry {
  /** By path, in code-unit order. */
  readonly documents: readonly Document[];
  readonly unreadable: readonly Unreadable[];
  readonly assets: ReadonlyMap<string, Asset>;
  readonly identityProblems: readonly IdentityProblem[];

  readonly #byId: ReadonlyMap<string, Document>;
  readonly #byAlias: ReadonlyMap<string, Document>;
  readonly #byPath: ReadonlyMap<string, Document>;
  readonly #unreadableNames = new Map<string, string>();
  readonly #links = new Map<Document, readonly ResolvedLink[]>();
  readonly #references = new Map<Document, readonly ResolvedReference[]>();
  #filesByFold?: ReadonlyMap<string, string>;
  #backlinks?: ReadonlyMap<string, readonly Document[]>;
  #taskUses?: ReadonlyMap<string, readonly TaskUse[]>;

  constructor(parsed: readonly (ParsedDocument | Unreadable)[], assets: Sources['assets']) {
    const readable = parsed.filter((entry) => entry.kind === 'document');
    this.unreadable = parsed.filter((entry) => entry.kind === 'unreadable');
    this.assets = assets;
    const { documents, byId, problems } = assignIds(readable);
    this.documents = documents;
    this.#byId = byId;
    this.#byPath = new Map(documents.map((document) => [document.path, document]));
    const aliases = indexAliases(documents, byId, this.#byPath);
    this.#byAlias = aliases.byAlias;
    this.identityProblems = [...problems, ...aliases.problems];
    for (const { path, declaredId } of this.unreadable) {
      this.#unreadableNames.set(path, path);
      if (declaredId !== undefined) this.#unreadableNames.set(declaredId, path);
    }
  }

  get(id: string): Document | undefined {
    return this.#byId.get(id);
  }

  /** Every name a reference may use, for suggestions. */
  names(): Iterable<string> {
    return [...this.#byId.keys(), ...this.#byAlias.keys()];
  }

  hasFile(path: string): boolean {
    return this.#byPath.has(path) || this.assets.has(path) || this.#unreadableNames.has(path);
  }

  /** The file whose path differs from `path` in case or Unicode form only. */
  fileLike(path: string): string | undefined {
    this.#filesByFold ??= new Map(
      [...this.assets.keys(), ...this.#byPath.keys()].map((file) => [foldName(file), file]),
    );
    return this.#filesByFold.get(foldName(path));
  }

  documentAt(path: string): Document | undefined {
    return this.#byPath.get(path);
  }

  isUnreadable(name: string): boolean {
    return this.#unreadableNames.has(name);
  }

  /** Resolves an id, alias, `[[id]]`, `doc:id` or path written in the file at `from`. */
  resolve(reference: string | Reference, from: string): Resolution {
    const { name } = typeof reference === 'string' ? parseReference(reference) : reference;
    const paths = [resolvePath(from, name), normalizePath(name)].filter(
      (path) => path !== undefined,
    );
    const candidates: [Document | undefined, 'id' | 'alias' | 'path'][] = [
      [this.#byId.get(name), 'id'],
      [this.#byAlias.get(name), 'alias'],
      ...paths.map((path): [Document | undefined, 'path'] => [this.#byPath.get(path), 'path']),
      ...paths.map((path): [Document | undefined, 'alias'] => [this.#byAlias.get(path), 'alias']),
    ];
    const found = candidates.flatMap(([document, via]) => (document ? [{ document, via }] : []));
    const claimants = [...new Set(found.map(({ document }) => document))];
    const [first] = found;
    if (first) {
      return claimants.length > 1 && !this.#areInConflict(claimants)
        ? { kind: 'ambiguous', claimants }
        : { kind: 'document', ...first };
    }
    const unreadable = [name, ...paths].map((key) => this.#unreadableNames.get(key));
    const path = unreadable.find((candidate) => candidate !== undefined);
    return path === undefined ? { kind: 'unknown' } : { kind: 'unreadable', path };
  }

  /** A claim that is already a finding of its own does not make each mention another. */
  #areInConflict(claimants: readonly Document[]): boolean {
    return this.identityProblems.some(
      ({ document, others }) =>
        claimants.includes(document) && others.some((other) => claimants.includes(other)),
    );
  }

  /** Links of the body, in order, with what each leads to. */
  links(document: Document): readonly ResolvedLink[] {
    let links = this.#links.get(document);
    if (!links) {
      links = document.body.links.map((link) => ({
        link,
        target: resolveLink(this, document, link),
      }));
      this.#links.set(document, links);
    }
    return links;
  }

  /** References of the frontmatter, in order, with what each leads to. */
  references(document: Document): readonly ResolvedReference[] {
    let references = this.#references.get(document);
    if (!references) {
      references = frontmatterReferences(document).map((reference) => ({
        ...reference,
        resolution: this.resolve(reference.text, document.path),
      }));
      this.#references.set(document, references);
    }
    return references;
  }

  /** Documents that link to or name the document, each once, by path. */
  backlinks(id: string): readonly Document[] {
    this.#backlinks ??= this.#collectBacklinks();
    return this.#backlinks.get(id) ?? [];
  }

  /** Workflow tasks whose instruction is the document, by template path, in authored order. */
  taskUses(id: string): readonly TaskUse[] {
    this.#taskUses ??= this.#collectTaskUses();
    return this.#taskUses.get(id) ?? [];
  }

  /** Documents that define a workflow, by path. */
  templates(): readonly Document[] {
    return this.documents.filter(({ frontmatter }) => frontmatter.template !== undefined);
  }

  findStep(document: Document, nameOrOrdinal: string): Step | undefined {
    return findStep(document.body.steps, nameOrOrdinal);
  }

  #collectBacklinks(): Map<string, Document[]> {
    const sources = new Map<string, Set<Document>>();
    for (const document of this.documents) {
      const linked = this.links(document).flatMap(({ target }) =>
        target.kind === 'document' ? [target.document] : [],
      );
      const named = this.references(document).flatMap(({ resolution }) =>
        resolution.kind === 'document' ? [resolution.document] : [],
      );
      for (const target of [...linked, ...named]) {
        if (target === document) continue;
        const set = sources.get(target.id) ?? new Set();
        sources.set(target.id, set.add(document));
      }
    }
    return new Map(
      [...sources].map(([id, set]) => [id, [...set].sort((a, b) => compareText(a.path, b.path))]),
    );
  }

  #collectTaskUses(): Map<string, TaskUse[]> {
    const uses = new Map<string, TaskUse[]>();
    for (const template of this.templates()) {
      for (const task of template.frontmatter.template?.tasks ?? []) {
        if (task.instructionDocId === undefined) continue;
        const resolution = this.resolve(task.instructionDocId, template.path);
        if (resolution.kind !== 'document') continue;
        const list = uses.get(resolution.document.id) ?? [];
        list.push({
          template,
          type: template.frontmatter.template?.type ?? '',
          refId: task.refId,
          description: task.description,
          ...(task.instructionStepId !== undefined && { stepId: task.instructionStepId }),
        });
        uses.set(resolution.document.id, list);
      }
    }
    return uses;
  }
}
