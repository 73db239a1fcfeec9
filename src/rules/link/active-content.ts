import { mediaTypeOf } from '../../../schemas/media-types.ts';
import { isImage } from '../../documents/links.ts';
import { defineRule } from '../engine/rule.ts';

export const activeContent = defineRule({
  code: 'link/active-content',
  severity: 'warning',
  summary: 'Links lead to no file that a browser would run.',
  rationale:
    'Web pages, scripts, XML and drawings can hold programs, so readers get them as downloads, or without what they would run.',
  examples: {
    bad: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nSee the [report](./report.html).\n',
      'report.html': '<h1>Report</h1>',
    },
    good: {
      'a.md': '---\nid: doc.a\ntitle: A\ndoc_type: doc\n---\n\nSee the [report](./report.pdf).\n',
      'report.pdf': '',
    },
  },
  check({ registry }, report) {
    for (const document of registry.documents) {
      for (const { link, target } of registry.links(document)) {
        if (target.kind !== 'asset' || isImage(link)) continue;
        const { path } = target.asset;
        const { isActive, display } = mediaTypeOf(path);
        // What is defined for several places may be shown as an image in each.
        const isShown = display === 'image' && link.form === 'definition';
        if (!isActive || isShown) continue;
        const message =
          display === 'image'
            ? `\`${path}\` is a drawing that can hold scripts, which do not run in the portal — show it with \`![…](…)\`, or link to a PNG.`
            : `\`${path}\` is of a type that browsers run, so the portal offers it as a download only — make a document of it, or link to a PDF.`;
        report({
          file: document.path,
          range: document.rangeOf({ in: 'text', ...link }),
          message,
          data: { target: link.target, path },
        });
      }
    }
  },
});
