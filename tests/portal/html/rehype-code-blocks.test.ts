/** Fenced blocks on the page. */
import { expect, test } from 'vitest';
import { renderDocument } from '../../../src/portal/html/render-document.ts';
import { doc, registryOf } from '../../support/content.ts';

const assets = { urlOf: () => '/', sizeOf: () => undefined };

function htmlOf(body: string): string {
  const registry = registryOf({ 'a.md': doc('doc.a', body) });
  const document = registry.get('doc.a');
  return document ? renderDocument(document, { registry, assets }) : '';
}

test('code has colours by class, and words that stay as they are', () => {
  const html = htmlOf('```bash\necho "a <b>" # say it\n```\n');
  expect(html).toBe(
    '<div class="code-block"><pre tabindex="0"><code class="language-bash">' +
      '<span class="code-function">echo </span><span class="code-string-expression">"a &#x3C;b>" </span>' +
      '<span class="code-comment"># say it</span></code></pre></div>',
  );
});

test('an unknown language is shown plain', () => {
  expect(htmlOf('```klingon\nQapla <b>\n```\n')).toContain(
    '<code class="language-klingon">Qapla &#x3C;b></code>',
  );
});

test('indented code is code, too', () => {
  expect(htmlOf('    a\n    b\n')).toContain('<pre tabindex="0"><code>a\nb</code></pre>');
});

test.each(['', 'Raw <b>HTML</b> beside it.\n\n'])(
  'a title and marked lines are shown; %j',
  (before) => {
    const html = htmlOf(
      `${before}\`\`\`text title="Say <this>" {1,3-9}\none\ntwo\nthree\n\`\`\`\n`,
    );
    expect(html).toContain('<figcaption>Say &#x3C;this></figcaption>');
    expect(html).toContain(
      '<mark class="code-line">one</mark>\ntwo\n<mark class="code-line">three</mark></code>',
    );
  },
);

test('a diagram is drawn, named by its heading, and captioned by its title', () => {
  const html = htmlOf(
    '## The way\n\n```mermaid title="From left to right"\ngraph LR\nA-->B\n```\n',
  );
  expect(html).toContain('<title id="page:diagram-1-title">From left to right</title>');
  expect(html).toContain('<figcaption>From left to right</figcaption>');
  expect(htmlOf('## The way\n\n```mermaid\ngraph LR\nA-->B\n```\n')).toContain(
    '<title id="page:diagram-1-title">The way</title>',
  );
});

test('a diagram that cannot be drawn is shown as it is written, and says why', () => {
  const html = htmlOf('```mermaid\nnonsense <b>\n```\n');
  expect(html).toContain('<figcaption>This diagram could not be drawn: ');
  expect(html).toContain('nonsense &#x3C;b>');
});
