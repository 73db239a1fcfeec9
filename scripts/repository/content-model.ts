/** The reference of the content model, written from the descriptions in the schemas. */
import { z } from 'zod';
import { documentFrontmatter } from '../../schemas/document.ts';

/** Where the page lies, below the package. */
export const CONTENT_MODEL_PAGE = 'content/opsbook/reference/content-model.md';

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
}

const HEAD = `---
id: reference.opsbook.content-model
title: Content model
doc_type: reference
summary: >-
  Every key of a document's frontmatter and of a workflow template, with its type and meaning, written from the schemas that
  \`validate\` checks against.
owner: Process curator
tags: [writing, opsbook]
related_docs:
  - reference.opsbook.writing-documents
  - reference.opsbook.template-authoring
reviewed_at: 2026-11-21
review_every: P6M
schema_version: 1
---

This page is generated: \`npm run schemas\` writes it from the descriptions in \`schemas/\`. Change a description there, never
here. The same descriptions are in \`api/schemas/document.schema.json\`, which editors can use.

A document with an \`id\` and a \`doc_type\` is held to all of this; an unknown key is an error. Other Markdown is read as it is.
`;

export function contentModelPage(): string {
  const schema = z.toJSONSchema(documentFrontmatter, { io: 'input' }) as JsonSchema;
  return `${HEAD}\n${sections('Frontmatter', '', schema).join('\n\n')}\n`;
}

/** A table of the keys of an object, then one for each object within. */
function sections(heading: string, path: string, schema: JsonSchema): string[] {
  const entries = Object.entries(schema.properties ?? {});
  const rows = entries.map(([key, value]) => {
    const isRequired = schema.required?.includes(key) ?? false;
    return `| \`${key}\`${isRequired ? ' (required)' : ''} | ${typeOf(value)} | ${cell(value.description ?? '')} |`;
  });
  const table = ['| key | type | meaning |', '|---|---|---|', ...rows].join('\n');
  const within = entries.flatMap(([key, value]) =>
    objectsIn(value).flatMap((object, index, all) => {
      const name = path === '' ? key : `${path}.${key}`;
      const variant = all.length > 1 ? ` (${kindOf(object) ?? index + 1})` : '';
      return sections(`\`${name}\`${variant}`, name, object);
    }),
  );
  return [`## ${heading}`, table, ...within];
}

/** The objects a value may be or hold; their keys get a table of their own. */
function objectsIn(schema: JsonSchema): JsonSchema[] {
  if (schema.properties) return [schema];
  const inner = [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  const values = schema.additionalProperties;
  if (typeof values === 'object') inner.push(values);
  return inner.flatMap((each) => (each ? objectsIn(each) : []));
}

/** What tells one variant of an object from another: the value its `type` always has. */
function kindOf({ properties }: JsonSchema): string | undefined {
  const value = properties?.type?.const;
  return value === undefined ? undefined : `\`${value}\``;
}

function typeOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants) return [...new Set(variants.map(typeOf))].join(' or ');
  if (schema.items) return `list of ${typeOf(schema.items)}`;
  if (schema.properties) return 'object';
  if (typeof schema.additionalProperties === 'object') {
    return `object of ${typeOf(schema.additionalProperties)}`;
  }
  return schema.type ?? 'any value';
}

/** Text that stays within its cell, and is text: only what stands in backticks is as written. */
function cell(text: string): string {
  const parts = text.replaceAll('|', '\\|').replace(/\s+/g, ' ').split('`');
  return parts.map((part, i) => (i % 2 === 0 ? part.replaceAll('<', '&lt;') : part)).join('`');
}
