/**
 * A process that reads a document as a build does, and says how long that took and how much memory:
 * `node process-document.ts` with the document as JSON on its standard input.
 */
import { json } from 'node:stream/consumers';
import { createArtifacts } from '../../src/portal/artifacts/artifacts.ts';
import { isRenderedAsMdx } from '../../src/portal/html/mdx-documents.ts';
import { renderMdxTree } from '../../src/portal/html/render-document.ts';
import type { CostlyDocument } from './costly-documents.ts';
import { portalOf } from './portal.ts';

const { path, text } = (await json(process.stdin)) as CostlyDocument;
const began = performance.now();
const portal = portalOf({ [path]: text, 'b.md': '# B\n' });
for (const document of portal.registry.documents) {
  if (isRenderedAsMdx(document)) renderMdxTree(document, portal);
  else portal.html(document);
}
createArtifacts(portal, 'content');
const ms = performance.now() - began;
const codes = [...new Set(portal.diagnostics.map(({ code }) => code))];
console.log(JSON.stringify({ ms, megabytes: process.resourceUsage().maxRSS / 1024, codes }));
